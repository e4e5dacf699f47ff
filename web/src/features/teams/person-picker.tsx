/** Finds somebody of a role as one types their name. */
import { Select, type SelectProps } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { PersonRef } from "../../client/types";
import { words } from "../../i18n";
import type { Role } from "../../lib/roles";
import { failureWords } from "../../ui/failure-words";
import { candidatesQuery } from "./queries";

const text = words.teams.add;
/** Milliseconds after the last letter. */
const PAUSE = 120;

interface Props extends Pick<SelectProps, "label" | "error" | "disabled"> {
  role: Exclude<Role, "system">;
  value: PersonRef | null;
  /** Who is not offered. */
  without: ReadonlySet<string>;
  onPick: (person: PersonRef | null) => void;
}

export function PersonPicker({ role, value, without, onPick, ...field }: Props) {
  const [typed, setTyped] = useState("");
  const [wanted] = useDebouncedValue(value && typed === value.name ? "" : typed, PAUSE);
  const found = useQuery(candidatesQuery(role, wanted.trim()));
  const offered = (found.data ?? []).filter((person) => !without.has(person.id));
  const shown = value && !offered.some((one) => one.id === value.id) ? [value, ...offered] : offered;
  const nothing = found.isError
    ? failureWords(found.error)
    : found.isPending || wanted !== typed
      ? text.searching
      : wanted.trim() === ""
        ? text.nobody(words.common.roles[role])
        : text.nobodyLike(wanted.trim());
  return (
    <Select
      {...field}
      searchable
      clearable={value !== null}
      placeholder={text.find}
      autoComplete="off"
      data={shown.map((person) => ({ value: person.id, label: person.name }))}
      filter={({ options }) => options}
      nothingFoundMessage={nothing}
      value={value?.id ?? null}
      searchValue={typed}
      onSearchChange={setTyped}
      onChange={(id) => onPick(shown.find((person) => person.id === id) ?? null)}
    />
  );
}

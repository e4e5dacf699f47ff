/** Who takes over the tasks of somebody who goes: a colleague, with how many of them they can take, or the pool. */
import { Select } from "@mantine/core";
import { words } from "../i18n";
import type { PersonLike } from "../lib/roles";
import { roleWord } from "./person";

const text = words.common.successor;
const POOL = "";

interface Props {
  /** How much they leave, and who could take how much of it. */
  left: {
    readonly open_tasks: number;
    readonly successors: readonly {
      readonly person: PersonLike;
      readonly tasks: number;
    }[];
  };
  /** Where the colleague must be to be listed, and what happens to the rest. */
  hint: string;
  /** What to do where there is nobody. */
  nobody: string;
  value: string | null;
  onChange: (personId: string | null) => void;
}

export function SuccessorField({ left, hint, nobody, value, onChange }: Props) {
  if (left.open_tasks === 0) return null;
  if (left.successors.length === 0) return <p>{nobody}</p>;
  return (
    <Select
      label={text.label}
      description={hint}
      allowDeselect={false}
      data={[
        { value: POOL, label: text.pool },
        ...left.successors.map(({ person, tasks }) => ({
          value: person.id,
          label: text.takes(
            [person.name, roleWord(person.role)].filter(Boolean).join(", "),
            tasks,
            left.open_tasks,
          ),
        })),
      ]}
      value={value ?? POOL}
      onChange={(chosen) => onChange(chosen || null)}
    />
  );
}

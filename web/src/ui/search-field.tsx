/** The field that narrows a list by typing ("/" goes to it), and the row it stands in with the list's other filters. */
import { TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { type ReactNode, type RefObject, useRef } from "react";
import { useShortcuts } from "../lib/keyboard";
import styles from "./search-field.module.css";

interface Props {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** For whoever sends the person here from elsewhere on the page. */
  field?: RefObject<HTMLInputElement | null>;
}

export function SearchField({ label, value, onChange, field }: Props) {
  const own = useRef<HTMLInputElement>(null);
  const input = field ?? own;
  useShortcuts({ "/": () => input.current?.focus() });
  return (
    <TextInput
      ref={input}
      className={styles.search}
      leftSection={<IconSearch size={18} aria-hidden="true" />}
      placeholder={label}
      aria-label={label}
      autoComplete="off"
      spellCheck={false}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()}
    />
  );
}

/** The search field first, then what else narrows the list. */
export function Filters({ children }: { children: ReactNode }) {
  return <div className={styles.filters}>{children}</div>;
}

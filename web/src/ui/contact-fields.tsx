/** The two fields that say who somebody is: their name and their e-mail address. */
import { TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import { words } from "../i18n";

/** The same rule as the server's: something before and after one "@". */
export function isEmail(text: string): boolean {
  return /^[^@\s]+@[^@\s]+$/.test(text.trim());
}

interface Props {
  value: string;
  onChange: (value: string) => void;
  error: ReactNode;
}

/** Where a form about a person begins. */
export function NameField({ description, value, onChange, error }: Props & { description?: string }) {
  return (
    <TextInput
      label={words.people.invite.name}
      description={description}
      data-autofocus
      autoComplete="off"
      maxLength={300}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={error}
    />
  );
}

export function EmailField({ value, onChange, error }: Props) {
  return (
    <TextInput
      label={words.people.invite.email}
      type="email"
      autoComplete="off"
      maxLength={254}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={error}
    />
  );
}

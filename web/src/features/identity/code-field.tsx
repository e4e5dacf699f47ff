/** The six digits of an authenticator app. */
import { TextInput, type TextInputProps } from "@mantine/core";
import type { Ref } from "react";
import { words } from "../../i18n";
import styles from "./code-field.module.css";

export const CODE = /^[0-9]{6}$/;

interface Props extends Omit<TextInputProps, "onChange" | "value"> {
  value: string;
  onType: (code: string) => void;
  ref?: Ref<HTMLInputElement>;
}

export function CodeField({ value, onType, ...props }: Props) {
  return (
    <TextInput
      label={words.factors.code}
      description={words.factors.codeHint}
      inputMode="numeric"
      autoComplete="one-time-code"
      maxLength={7}
      classNames={{ input: styles.input ?? "" }}
      {...props}
      value={value}
      onChange={(event) => onType(event.currentTarget.value.replaceAll(/\D/g, "").slice(0, 6))}
    />
  );
}

/** Why a goal or a step changes: it stands with the version that the change makes. */
import { Textarea } from "@mantine/core";
import { words } from "../../i18n";

const text = words.plans.why;

interface Props {
  value: string;
  onChange: (value: string) => void;
  /** Whether somebody has tried to save without it. */
  missing: boolean;
}

export function Why({ value, onChange, missing }: Props) {
  return (
    <Textarea
      label={text.label}
      description={text.hint}
      autosize
      minRows={2}
      maxLength={1000}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={missing && text.missing}
    />
  );
}

/** For which goal of the plan something is, or for none. */
import { Select } from "@mantine/core";

interface Props {
  label: string;
  /** What it is called not to be for a goal. */
  none: string;
  goals: readonly { readonly id: string; readonly words: string }[];
  /** The goal's id; empty for none. */
  value: string;
  onChange: (goalId: string) => void;
}

export function GoalSelect({ label, none, goals, value, onChange }: Props) {
  return (
    <Select
      label={label}
      data={[{ value: "", label: none }, ...goals.map((one) => ({ value: one.id, label: one.words }))]}
      value={value}
      onChange={(chosen) => onChange(chosen ?? "")}
    />
  );
}

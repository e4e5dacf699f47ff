/** One number that is typed in, with its limits. */
import { TextInput } from "@mantine/core";
import type { MeasureItem } from "../../client/types";
import { words } from "../../i18n";
import { faultOf, limitsOf, typedNumber } from "./numbers";
import { unitWords } from "./words";

const text = words.ownReading;

interface Props {
  item: MeasureItem;
  answers: Readonly<Record<string, number>>;
  /** Whether what is wrong is said. */
  tried: boolean;
  onValue: (value: number | undefined) => void;
}

export function NumberField({ item, answers, tried, onValue }: Props) {
  const fault = tried ? faultOf(item, answers) : null;
  const label = item.text ?? item.label;
  const limits = text.between(...limitsOf(item));
  return (
    <TextInput
      label={item.optional ? text.optional(label) : label}
      description={item.optional || fault === "range" ? undefined : limits}
      inputWrapperOrder={["label", "input", "description", "error"]}
      inputMode="numeric"
      autoComplete="off"
      rightSection={unitWords(item)}
      rightSectionWidth={92}
      rightSectionPointerEvents="none"
      value={answers[item.id] ?? ""}
      onChange={(event) => onValue(typedNumber(event.currentTarget.value))}
      error={fault ? { missing: text.needed, range: limits, "not-below": text.below }[fault] : null}
    />
  );
}

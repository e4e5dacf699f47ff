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
  return (
    <TextInput
      label={item.text ?? item.label}
      description={item.optional ? text.optional : text.between(...limitsOf(item))}
      inputWrapperOrder={["label", "input", "description", "error"]}
      inputMode="numeric"
      autoComplete="off"
      rightSection={unitWords(item)}
      rightSectionWidth={72}
      rightSectionPointerEvents="none"
      value={answers[item.id] ?? ""}
      onChange={(event) => onValue(typedNumber(event.currentTarget.value))}
      error={
        fault
          ? { missing: text.needed, range: text.between(...limitsOf(item)), "not-below": text.below }[fault]
          : null
      }
    />
  );
}

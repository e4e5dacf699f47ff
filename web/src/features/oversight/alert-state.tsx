/** How far the privacy officer is with an alert; of a closed one, what came of it. */
import type { AlertLine } from "../../client/types";
import { alertWords } from "../../i18n/alerts";
import { Chip } from "../../ui/chip";

const text = alertWords;
const TONES = { open: "danger", looking: "info", closed: "neutral" } as const;

export function AlertState({ one }: { one: AlertLine }) {
  return (
    <Chip tone={TONES[one.state]}>{one.outcome ? text.outcomes[one.outcome] : text.states[one.state]}</Chip>
  );
}

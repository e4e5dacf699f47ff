/** How soon answers come, in words; nothing where too little is known. */
import type { AnswerTime } from "../../client/types";
import { words } from "../../i18n";
import { DAY, HOUR, MINUTE, span } from "../../lib/dates";

/** Rounded up, so that nobody is promised more than happened. */
export function oftenWithin(answers: AnswerTime | undefined): string | null {
  if (!answers || answers.median_seconds === null) return null;
  const time = answers.median_seconds * 1000;
  const unit = time > 2 * DAY ? DAY : time > HOUR ? HOUR : 10 * MINUTE;
  return words.patient.oftenWithin(span(Math.max(1, Math.ceil(time / unit)) * unit, "long"));
}

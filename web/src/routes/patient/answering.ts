/** When an answer can be expected, in words; nothing where too little is known. */
import type { AnswerTime } from "../../client/types";
import { words } from "../../i18n";
import { clock, DAY, dayName, HOUR, MINUTE, span } from "../../lib/dates";

const text = words.patient;

/** The team's hours, where they are known, and how soon it answers: rounded up, so that nobody is promised more than happened. */
export function whenAnswered(answers: AnswerTime | undefined, now: Date): string | null {
  if (!answers) return null;
  const { opens_at, open_until } = answers;
  if (opens_at !== null && new Date(opens_at) > now) {
    const at = new Date(opens_at);
    return text.backAt(dayName(at, now), clock(at));
  }
  const hours =
    open_until !== null && new Date(open_until) > now ? text.worksUntil(clock(new Date(open_until))) : null;
  const often = oftenWithin(answers);
  return hours || often ? [hours, often].filter(Boolean).join(" ") : null;
}

function oftenWithin({ median_seconds }: AnswerTime): string | null {
  if (median_seconds === null) return null;
  const time = median_seconds * 1000;
  const unit = time > 2 * DAY ? DAY : time > HOUR ? HOUR : 10 * MINUTE;
  return text.oftenWithin(span(Math.max(1, Math.ceil(time / unit)) * unit, "long"));
}

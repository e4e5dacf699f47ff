/** What is said of exercises: how long they take, when they are to be done, what came of them. */
import type { Exercise, Tally } from "../../client/types";
import { words } from "../../i18n";
import { dayName } from "../../lib/dates";

const text = words.library;

/** Whole minutes, at least one: what was begun was done for a minute. */
export function minutesOf(seconds: number): number {
  return Math.max(1, Math.round(seconds / 60));
}

/** "Every day, next tomorrow", "Once, by Friday"; what is late is not held against anybody. */
export function turnWords(one: Exercise, now: Date): string {
  const how = text.rhythm(one.every_days);
  if (one.not_before && new Date(one.not_before) > now)
    return text.next(how, dayName(new Date(one.not_before), now));
  if (one.every_days !== null || !one.due_at || new Date(one.due_at) < now) return how;
  return text.by(how, dayName(new Date(one.due_at), now));
}

/** "6 times, last today; it helped 4 times" */
export function tallyWords(tally: Tally, now: Date): string {
  const last = dayName(new Date(tally.last_at), now);
  return text.tally(tally.times, last, tally.helped, tally.did_not_help);
}

/** The reasons of Today by the reader's own clock, so that they stay true while the page lies open. */
import type { TodayRow } from "../../client/types";
import { words } from "../../i18n";
import { clock, dayName, daysBetween, lateBy, span } from "../../lib/dates";

const text = words.worklist;

/** "Waiting 3 hr for an answer". */
export function waitingReason(row: Pick<TodayRow, "since">, now: Date): string {
  return text.waiting(span(Math.max(0, now.getTime() - new Date(row.since).getTime())));
}

/** "2 days late.", "Due today, 15:00.", "Due Friday.", "2 hr past the latest time." */
export function dueReason(due: string, now: Date, latest: string | null): string {
  const date = new Date(due);
  const tooLate = latest && lateBy(new Date(latest), now);
  if (tooLate) return text.tooLate(tooLate);
  const late = lateBy(date, now);
  if (late) return text.late(late);
  const day = dayName(date, now);
  return text.due(daysBetween(now, date) <= 1 ? text.at(day, clock(date)) : day);
}

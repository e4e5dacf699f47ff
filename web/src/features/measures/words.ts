/** Measures in words. */
import type { Instrument, MeasureItem, MeasureResult, MeasureSchedule } from "../../client/types";
import { words } from "../../i18n";
import { dateOf, dayName, lateBy, shortDate } from "../../lib/dates";

const text = words.measures;

/** "PHQ-9" and the like: what stands before the words of its title. */
export function shortTitle({ id, title }: Instrument): string {
  return title.startsWith(id) ? id : title;
}

/** "due today", "3 days late", "next Friday". */
export function dueWords(schedule: MeasureSchedule, now: Date): string {
  if (schedule.status === "on-hold") return text.paused;
  const late = schedule.overdue_since && lateBy(new Date(schedule.overdue_since), now);
  if (late) return text.late(late);
  const day = dayName(dateOf(schedule.due_on), now);
  return isOpen(schedule, now) ? text.due(day) : text.next(day);
}

/** Whether an answer counts for what is due. */
export function isOpen(schedule: MeasureSchedule, now: Date): boolean {
  return schedule.status === "active" && new Date(schedule.opens_at) <= now;
}

export function bandWords(band: string | null): string | null {
  return band === null ? null : (text.bands[band] ?? band);
}

/** "13 of 27"; of what has no total, its level; of what is incomplete, that it is. */
export function scoreWords(result: MeasureResult, instrument: Instrument): string {
  if (result.kind === "missed") return text.missed;
  if (result.total !== null) return text.score(result.total, instrument.high);
  return instrument.high === null ? (bandWords(result.band) ?? text.noTotal) : text.noTotal;
}

/** "17 at first (3 Nov), now 11." */
export function sinceWords(result: MeasureResult, now: Date): string | null {
  const { change, total } = result;
  if (total === null) return null;
  if (!change) return text.first;
  return text.since(change.baseline, total, shortDate(new Date(change.baseline_at), now));
}

/** "response", "reliably better": what the rules say of the change. */
export function changeWords({ change }: MeasureResult): string[] {
  if (!change) return [];
  return [
    change.remission ? text.remission : null,
    change.response ? text.response : null,
    change.course ? text.course[change.course] : null,
  ].filter((word) => word !== null);
}

/** How an answer reads: its words, or the number where it has none. */
export function answerWords(item: MeasureItem, value: number): string {
  const option = item.options.find((one) => one.value === value);
  return option?.text ?? (item.unit ? `${value} ${item.unit}` : String(value));
}

/** What can be answered: the options, or the whole numbers of a scale. */
export function choicesOf(item: MeasureItem): readonly { value: number; text: string | null }[] {
  if (item.options.length > 0) return item.options;
  const low = item.low ?? 0;
  return Array.from({ length: (item.high ?? low) - low + 1 }, (_, n) => ({ value: low + n, text: null }));
}

/** Whether these answers hold one that asks for somebody to look: crisis help is shown with it at once, without a network too. */
export function presses(instrument: Instrument, answers: Readonly<Record<string, number>>): boolean {
  return instrument.items.some(
    ({ id, risk_above: above }) => above !== null && (answers[id] ?? above) > above,
  );
}

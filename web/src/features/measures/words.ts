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
  if (instrument.high !== null) return text.noTotal;
  const pair = pairOf(instrument);
  return bandWords(result.band) ?? (pair ? readingWords(result, pair) : text.answered);
}

/** The upper and the lower value of a reading, as of a blood pressure; null of whatever is no such pair. */
export function pairOf({ items }: Instrument): readonly [MeasureItem, MeasureItem] | null {
  const lower = items.find(({ below }) => below !== null);
  const upper = items.find(({ id }) => id === lower?.below);
  return upper && lower ? [upper, lower] : null;
}

/** "128 / 82 mmHg". */
function readingWords(
  { answers }: MeasureResult,
  [upper, lower]: readonly [MeasureItem, MeasureItem],
): string {
  const [high, low] = [answers?.[upper.id], answers?.[lower.id]];
  if (high === undefined && low === undefined) return text.noReading;
  const said = (value: number | undefined) => (value === undefined ? text.unknownValue : String(value));
  return text.reading(said(high), said(low), unitWords(upper));
}

export function unitWords({ unit }: MeasureItem): string {
  return unit === null ? "" : (text.units[unit] ?? unit);
}

/** What an answer says where each stands for itself: "Pulse: 72 a minute"; nothing of what has a score or a level. */
export function plainWords(result: MeasureResult, instrument: Instrument): string | null {
  const { answers, band } = result;
  if (!answers || band !== null || instrument.high !== null) return null;
  const inPair = pairOf(instrument)?.map(({ id }) => id) ?? [];
  return instrument.items
    .filter(({ id }) => answers[id] !== undefined && !inPair.includes(id))
    .map((item) => text.answerWords(item.label, answerWords(item, answers[item.id] ?? 0)))
    .join(". ");
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
  return option?.text ?? (item.unit ? `${value} ${unitWords(item)}` : String(value));
}

/** What can be answered: the options, or the whole numbers of a scale. */
export function choicesOf(item: MeasureItem): readonly { value: number; text: string | null }[] {
  if (item.options.length > 0) return item.options;
  const low = item.low ?? 0;
  return Array.from({ length: (item.high ?? low) - low + 1 }, (_, n) => ({ value: low + n, text: null }));
}

export type Help = NonNullable<MeasureItem["help"]>;

/** The help that is shown with these answers at once, without a network too, if one of them asks for it. */
export function helpOf(instrument: Instrument, answers: Readonly<Record<string, number>>): Help | null {
  const asks = ({ id, risk_above: above }: MeasureItem) => above !== null && (answers[id] ?? above) > above;
  return instrument.items.find((item) => item.help !== null && asks(item))?.help ?? null;
}

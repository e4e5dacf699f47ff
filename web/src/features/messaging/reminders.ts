/** When one can ask to be reminded of a conversation, by the reader's own clock. Pure. */
import { HOUR } from "../../lib/dates";

export type When = "later" | "tomorrow" | "week";

/** The hour at which a day's reminders come. */
const MORNING = 8;

/** In three hours where that is still today; tomorrow morning; the morning of next Monday. */
export function comingBack(now: Date): { when: When; at: string }[] {
  const later = new Date(now.getTime() + 3 * HOUR);
  const days = (n: number) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + n, MORNING);
  const monday = (8 - now.getDay()) % 7 || 7;
  const choices: [When, Date][] = [
    ...(later.getDate() === now.getDate() ? ([["later", later]] as [When, Date][]) : []),
    ["tomorrow", days(1)],
    ...(monday > 1 ? ([["week", days(monday)]] as [When, Date][]) : []),
  ];
  return choices.map(([when, date]) => ({ when, at: date.toISOString() }));
}

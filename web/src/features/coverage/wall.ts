/** Times of the clinic's wall clock, as "2026-11-29T18:00": read as they stand, whatever zone the reader is in. */
import { HOUR } from "../../lib/dates";

const hour = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit", timeZone: "UTC" });
const weekday = new Intl.DateTimeFormat(undefined, { weekday: "short", timeZone: "UTC" });
const dayMonth = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", timeZone: "UTC" });

/** A wall clock's time as a number to reckon with. */
export function reckoned(wall: string): number {
  return Date.parse(`${wall}${wall.length === 10 ? "T00:00" : ""}Z`);
}

/** What a number to reckon with is on the wall. */
export function onTheWall(at: number): string {
  return new Date(at).toISOString().slice(0, 16);
}

/** The hour alone. */
export function wallHour(wall: string): string {
  return hour.format(reckoned(wall));
}

/** "Mon 23 Nov" in parts. */
export function wallDay(day: string): { weekday: string; date: string } {
  return { weekday: weekday.format(reckoned(day)), date: dayMonth.format(reckoned(day)) };
}

/** A day so many days later. */
export function dayAfter(day: string, days: number): string {
  return onTheWall(reckoned(day) + days * 24 * HOUR).slice(0, 10);
}

/** What of a time lies in a day: from when and until when, where it begins or ends there; null where nothing does. */
export function within(day: string, begins: string, ends: string): { from?: string; until?: string } | null {
  const next = `${dayAfter(day, 1)}T00:00`;
  if (begins >= next || ends <= `${day}T00:00`) return null;
  return {
    ...(begins > `${day}T00:00` ? { from: begins } : {}),
    ...(ends < next ? { until: ends } : {}),
  };
}

/** Times as people say them, in the reader's own locale and zone; no 12 or 24 hours written by hand. */

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const relative = new Intl.RelativeTimeFormat(undefined, { numeric: "always", style: "short" });
const named = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });
const clockFormat = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });
const weekday = new Intl.DateTimeFormat(undefined, { weekday: "long" });
const dayMonth = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
const dayMonthYear = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", year: "numeric" });
const monthYear = new Intl.DateTimeFormat(undefined, { month: "long", year: "numeric" });
const month = new Intl.DateTimeFormat(undefined, { month: "short" });
const longDay = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });
const exactFormat = new Intl.DateTimeFormat(undefined, {
  weekday: "short",
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "numeric",
  minute: "2-digit",
  timeZoneName: "short",
});

/** Midnights between two moments, in the reader's zone: 0 today, 1 tomorrow, -1 yesterday. */
export function daysBetween(from: Date, to: Date): number {
  const midnight = (date: Date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
  return Math.round((midnight(to) - midnight(from)) / DAY);
}

/** The hour and minute alone. */
export function clock(at: Date): string {
  return clockFormat.format(at);
}

/** The whole truth, with zone: for titles and details. */
export function exact(at: Date): string {
  return exactFormat.format(at);
}

/** A date without time; the year only when it is another one. */
export function shortDate(at: Date, now = new Date()): string {
  return (at.getFullYear() === now.getFullYear() ? dayMonth : dayMonthYear).format(at);
}

/** A date without time that is read in other years too: on paper. */
export function fullDate(at: Date): string {
  return dayMonthYear.format(at);
}

/** A calendar date of the API as far as it is known: a day, a month or a year. */
export function knownDate(iso: string, now = new Date()): string {
  if (iso.length <= 4) return iso;
  return iso.length <= 7 ? monthYear.format(dateOf(iso)) : shortDate(dateOf(iso), now);
}

/** The name of a month that is written as 2026-11. */
export function shortMonth(iso: string): string {
  return month.format(dateOf(iso));
}

/** "just now", "12 min ago", "3 hr ago", then the date: SCREENS.md 1. */
export function ago(at: Date, now = new Date()): string {
  const passed = now.getTime() - at.getTime();
  if (passed < MINUTE) return named.format(0, "second");
  if (passed < HOUR) return relative.format(-Math.floor(passed / MINUTE), "minute");
  if (passed < DAY) return relative.format(-Math.floor(passed / HOUR), "hour");
  return shortDate(at, now);
}

/** A span in words without "ago": "3 hr", "2 days"; long: "3 hours". */
export function span(milliseconds: number, style: "short" | "long" = "short"): string {
  const [value, unit] =
    milliseconds < HOUR
      ? [Math.max(1, Math.round(milliseconds / MINUTE)), "minute"]
      : milliseconds < DAY
        ? [Math.round(milliseconds / HOUR), "hour"]
        : [Math.round(milliseconds / DAY), "day"];
  return new Intl.NumberFormat(undefined, {
    style: "unit",
    unit,
    unitDisplay: unit === "day" ? "long" : style,
  }).format(value);
}

/** A day relative to today: "today", "tomorrow", "Friday", "3 Dec". */
export function dayName(at: Date, now = new Date()): string {
  const days = daysBetween(now, at);
  if (Math.abs(days) <= 1) return named.format(days, "day");
  if (days > 1 && days < 7) return weekday.format(at);
  return shortDate(at, now);
}

/** "9:41 PM", or with its day where that is not today: "tomorrow 9:41 PM". */
export function nearTime(at: Date, now = new Date()): string {
  return daysBetween(now, at) === 0 ? clock(at) : `${dayName(at, now)} ${clock(at)}`;
}

/** The line between two days of a conversation: "Today", "Yesterday", "Monday 23 November". */
export function dayLine(at: Date, now = new Date()): string {
  const days = daysBetween(now, at);
  const words = Math.abs(days) <= 1 ? named.format(days, "day") : longDay.format(at);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A day of the week; Monday is 1. */
export function weekdayName(day: number, style: "long" | "short" = "long"): string {
  return new Intl.DateTimeFormat(undefined, { weekday: style }).format(new Date(2001, 0, day));
}

/** A day of the calendar and the time, as it stays true later: "Monday 30 November, 9:00". */
export function dayAndClock(at: Date): string {
  return `${longDay.format(at)}, ${clock(at)}`;
}

/** How late something is, or null when it is not. */
export function lateBy(due: Date, now = new Date()): string | null {
  const late = now.getTime() - due.getTime();
  return late > 0 ? span(late) : null;
}

/** A calendar date as the API writes it, in the reader's zone. */
export function isoDate(at: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** A calendar date of the API as local midnight, so that it does not slip a day. */
export function dateOf(iso: string): Date {
  const [year = 1970, month = 1, day = 1] = iso.split("-").map(Number);
  return new Date(year, month - 1, day);
}

/** An entry of a diary as it is shown, whoever can read it, and what a year of them looks like. */
import type { Activity, DiaryEntry, Mood } from "../../client/types";

/** From the worst to the best. */
export const MOODS: readonly Mood[] = ["bad", "low", "okay", "good", "great"];
export const ACTIVITIES: readonly Activity[] = [
  "moved",
  "outdoors",
  "people",
  "work",
  "chores",
  "creative",
  "meal",
  "rest",
  "calm",
  "treatment",
];
/** The most characters of a note, as the server has it. */
export const LONGEST = 4_000;
/** Sleep is told in half hours. In minutes. */
export const SLEEP_STEP = 30;
/** What one can choose from; who slept longer says so in words. In minutes. */
export const MOST_SLEEP = 16 * 60;

export interface Said {
  readonly day: string;
  readonly mood: Mood;
  readonly activities: readonly Activity[];
  /** In minutes. */
  readonly sleep: number | null;
  readonly note: string | null;
}

export interface Entry extends Said {
  readonly id: string;
  /** When it was written, by the clock of the device. */
  readonly at: string;
  readonly version: number;
  readonly isPrivate: boolean;
  /** The key under which it is on its way; null once the server has it. */
  readonly waiting: string | null;
  readonly refused: string | null;
}

export function sharedEntry(row: DiaryEntry): Entry {
  const { id, day, at, mood, activities, note, version } = row;
  const sleep = row.sleep_minutes;
  return {
    id,
    day,
    at,
    mood,
    activities,
    sleep,
    note,
    version,
    isPrivate: false,
    waiting: null,
    refused: null,
  };
}

/** Each once, the latest day first; of what is on its way and arrived, that which arrived. */
export function inOrder(entries: readonly Entry[]): Entry[] {
  const arrived = new Set(entries.filter(({ waiting }) => waiting === null).map(({ id }) => id));
  return entries
    .filter(({ id, waiting }) => waiting === null || !arrived.has(id))
    .toSorted((one, other) => other.day.localeCompare(one.day) || other.at.localeCompare(one.at));
}

/** The mood of each day: of several entries, the middle between them. */
export function moodOfDays(entries: readonly Said[]): ReadonlyMap<string, Mood> {
  const places = new Map<string, number[]>();
  for (const { day, mood } of entries) places.set(day, [...(places.get(day) ?? []), MOODS.indexOf(mood)]);
  return new Map(
    [...places].map(([day, all]) => {
      const middle = all.reduce((sum, place) => sum + place, 0) / all.length;
      return [day, MOODS[Math.round(middle)] ?? "okay"];
    }),
  );
}

/** "2026-11" and the like. */
export function monthOf(day: string): string {
  return day.slice(0, 7);
}

/** The month so many months later. */
export function laterMonth(month: string, by: number): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  const at = new Date(Date.UTC(year, number - 1 + by, 1));
  return at.toISOString().slice(0, 7);
}

/** How many days a month has. */
export function daysOf(month: string): number {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number, 0)).getUTCDate();
}

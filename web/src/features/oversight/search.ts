/** What the address of a trail may say, and what that asks the server for. */
import { dateOf } from "../../lib/dates";
import { KINDS, type Kind, kindOf } from "./kinds";
import type { Wanted } from "./queries";

export const SPANS = ["today", "week", "month"] as const;
export type Span = (typeof SPANS)[number];

export interface TrailSearch {
  who?: string | undefined;
  kind?: Kind | undefined;
  goal?: string | undefined;
  /** A span up to now, or the first and last day: "week", "2026-11-02..2026-11-09". */
  when?: string | undefined;
  /** The open entry, as `<stream>.<seq>`. */
  entry?: string | undefined;
}

const UUID = /^[0-9a-f-]{36}$/i;
const RANGE = /^(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)$/;
const ENTRY = /^[0-9a-f-]{36}\.\d+$/i;

function fitting(value: unknown, form: RegExp): string | undefined {
  return typeof value === "string" && form.test(value) ? value : undefined;
}

export function trailSearch(search: Record<string, unknown>): TrailSearch {
  return {
    who: fitting(search.who, UUID),
    kind: kindOf(search.kind),
    goal: fitting(search.goal, UUID),
    when: SPANS.find((span) => span === search.when) ?? fitting(search.when, RANGE),
    entry: fitting(search.entry, ENTRY),
  };
}

/** First and last day of a range, as the address names it. */
export function rangeOf(when: string | undefined): [string, string] | null {
  const [, first, last] = RANGE.exec(when ?? "") ?? [];
  return first && last ? [first, last] : null;
}

function midnight(daysAgo: number): Date {
  const now = new Date();
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() - daysAgo);
}

function timeOf(when: string | undefined): Pick<Wanted, "from" | "to"> {
  const range = rangeOf(when);
  if (range) {
    const last = dateOf(range[1]);
    const end = new Date(last.getFullYear(), last.getMonth(), last.getDate() + 1);
    return { from: dateOf(range[0]).toISOString(), to: end.toISOString() };
  }
  const days = { today: 0, week: 6, month: 29 }[when as Span];
  return days === undefined ? {} : { from: midnight(days).toISOString() };
}

/** What the server is asked for. */
export function wantedOf({ who, kind, goal, when }: TrailSearch): Wanted {
  return {
    actor: who,
    goal,
    ...(kind ? { event: [...KINDS[kind]] } : {}),
    ...timeOf(when),
  };
}

/** What the addresses of oversight may say. */
import type { Measure } from "../../client/types";
import { CHANNELS, FATES, type NoticesAsked } from "../../features/notifications/queries";
import { type Behind, PERIODS, type Period } from "../../features/oversight/queries";
import { type TrailSearch, trailSearch } from "../../features/oversight/search";
import { CARE_ROLES } from "../../lib/roles";

export const PLAN_VIEWS = ["trail", "touched"] as const;

export interface PlanTrailSearch extends TrailSearch {
  view?: (typeof PLAN_VIEWS)[number] | undefined;
}

export function planTrailSearch(search: Record<string, unknown>): PlanTrailSearch {
  return { ...trailSearch(search), view: PLAN_VIEWS.find((view) => view === search.view) };
}

export const MEASURES = [
  "first-reply",
  "close",
  "acknowledge",
  "outcome",
] as const satisfies readonly Measure[];
const PRIORITIES = ["routine", "same-day", "urgent", "stat"] as const;
const ENDS = ["done", "open", "dropped"] as const;

export interface TimesSearch {
  days: Period;
}

export function timesSearch(search: Record<string, unknown>): TimesSearch {
  return { days: PERIODS.find((period) => period === search.days) ?? 28 };
}

export function timedSearch(search: Record<string, unknown>): Behind {
  const { hour } = search;
  const whole = typeof hour === "number" && Number.isInteger(hour) && hour >= 0 && hour < 24;
  return {
    ...timesSearch(search),
    end: ENDS.find((end) => end === search.end) ?? "done",
    role: CARE_ROLES.find((role) => role === search.role),
    hour: whole ? hour : undefined,
    priority: PRIORITIES.find((one) => one === search.priority),
  };
}

export const ALERT_VIEWS = ["open", "closed"] as const;

export interface AlertsSearch {
  view?: (typeof ALERT_VIEWS)[number] | undefined;
}

export function alertsSearch(search: Record<string, unknown>): AlertsSearch {
  return { view: ALERT_VIEWS.find((view) => view === search.view) };
}

export type ToldSearch = NoticesAsked;

export function toldSearch(search: Record<string, unknown>): ToldSearch {
  return {
    fate: FATES.find((one) => one === search.fate),
    channel: CHANNELS.find((one) => one === search.channel),
  };
}

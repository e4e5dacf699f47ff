/** What the addresses of oversight may say. */
import { type TrailSearch, trailSearch } from "../../features/oversight/search";

export const PLAN_VIEWS = ["trail", "touched"] as const;

export interface PlanTrailSearch extends TrailSearch {
  view?: (typeof PLAN_VIEWS)[number] | undefined;
}

export function planTrailSearch(search: Record<string, unknown>): PlanTrailSearch {
  return { ...trailSearch(search), view: PLAN_VIEWS.find((view) => view === search.view) };
}

export const ALERT_VIEWS = ["open", "closed"] as const;

export interface AlertsSearch {
  view?: (typeof ALERT_VIEWS)[number] | undefined;
}

export function alertsSearch(search: Record<string, unknown>): AlertsSearch {
  return { view: ALERT_VIEWS.find((view) => view === search.view) };
}

/** What the addresses of oversight may say. */
import { type TrailSearch, trailSearch } from "../../features/oversight/search";

export const PLAN_VIEWS = ["trail", "touched"] as const;

export interface PlanTrailSearch extends TrailSearch {
  view?: (typeof PLAN_VIEWS)[number] | undefined;
}

export function planTrailSearch(search: Record<string, unknown>): PlanTrailSearch {
  return { ...trailSearch(search), view: PLAN_VIEWS.find((view) => view === search.view) };
}

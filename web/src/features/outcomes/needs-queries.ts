/** Who of one's patients needs somebody. */
import { readPages } from "../../client/api";
import type { Need } from "../../client/types";

export const NEEDS: readonly Need[] = ["not-improving", "no-contact", "scale-overdue", "review-overdue"];
/** After how many days without a word one counts as without contact: may be chosen. */
export const DAYS = [7, 14, 30] as const;
export const USUAL_DAYS = 14;

export interface NeedsSearch {
  need?: Need | undefined;
  days?: (typeof DAYS)[number] | undefined;
}

/** What the address may say; anything else is dropped. */
export function needsSearch(search: Record<string, unknown>): NeedsSearch {
  return {
    need: NEEDS.find((one) => one === search.need),
    days: DAYS.find((one) => one === search.days),
  };
}

export function needsQuery({ need, days = USUAL_DAYS }: NeedsSearch) {
  return readPages("/api/caseload", { params: { query: { need, days } } });
}

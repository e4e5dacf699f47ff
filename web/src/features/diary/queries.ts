/** A diary: what is shared of it, and one's own private entries, still sealed. */
import { readPages } from "../../client/api";

/** A page as large as the server gives. */
const PAGE = 100;

export interface Days {
  since?: string;
  until?: string;
}

export function diaryQuery(planId: string, days: Days = {}) {
  return readPages("/api/plans/{plan_id}/diary", {
    params: { path: { plan_id: planId }, query: { ...days, limit: PAGE } },
  });
}

export function privateDiaryQuery(planId: string) {
  return readPages("/api/plans/{plan_id}/private-diary", {
    params: { path: { plan_id: planId }, query: { limit: PAGE } },
  });
}

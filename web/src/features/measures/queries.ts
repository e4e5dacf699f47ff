/** The measures of a plan, and the course of one. */
import { read, readPages } from "../../client/api";

export function measuresQuery(planId: string) {
  return read("/api/plans/{plan_id}/measures", { params: { path: { plan_id: planId } } });
}

export function resultsQuery(planId: string, instrument: string) {
  return readPages("/api/plans/{plan_id}/measures/{instrument}/results", {
    params: { path: { plan_id: planId, instrument }, query: { limit: 60 } },
  });
}

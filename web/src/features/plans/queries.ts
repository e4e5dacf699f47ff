/** Plans: the caseload, one plan, its versions. */
import { read, readPages } from "../../client/api";
import type { PlanStatus } from "../../client/types";

export function caseloadQuery(query: { q?: string | undefined; status?: PlanStatus | undefined }) {
  return readPages("/api/plans", { params: { query } });
}

export function planQuery(planId: string) {
  return read("/api/plans/{plan_id}", { params: { path: { plan_id: planId } } });
}

export function versionsQuery(planId: string) {
  return readPages("/api/plans/{plan_id}/versions", { params: { path: { plan_id: planId } } });
}

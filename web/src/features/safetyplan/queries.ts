/** The safety plan of a plan, and what it said before. */
import { read, readPages } from "../../client/api";

export function safetyPlanQuery(planId: string) {
  return read("/api/plans/{plan_id}/safety-plan", { params: { path: { plan_id: planId } } });
}

export function safetyPlanVersionsQuery(planId: string) {
  return readPages("/api/plans/{plan_id}/safety-plan/versions", { params: { path: { plan_id: planId } } });
}

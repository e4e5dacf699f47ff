/** What a plan rests on: now, or in an earlier version of the plan. */
import { read } from "../../client/api";

export function assessmentQuery(planId: string, version?: number) {
  return read("/api/plans/{plan_id}/assessment", {
    params: { path: { plan_id: planId }, query: version === undefined ? {} : { version } },
  });
}

/** Plans: the caseload, one plan, its versions. */
import { read, readPages } from "../../client/api";
import type { PersonRef, PlanDetail, PlanStatus, ReadablePlan } from "../../client/types";

export function caseloadQuery(query: { q?: string | undefined; status?: PlanStatus | undefined }) {
  return readPages("/api/plans", { params: { query } });
}

export function planQuery(planId: string) {
  return read("/api/plans/{plan_id}", { params: { path: { plan_id: planId } } });
}

export function versionsQuery(planId: string) {
  return readPages("/api/plans/{plan_id}/versions", { params: { path: { plan_id: planId } } });
}

/** Who opened the plan; asked for anew each time, since no entry tells of looks. */
export function looksQuery(planId: string) {
  return {
    ...readPages("/api/plans/{plan_id}/access-log", { params: { path: { plan_id: planId } } }),
    staleTime: 0,
  };
}

/** Whether more than the roster may be read. */
export function isReadable(plan: PlanDetail): plan is ReadablePlan {
  return plan.title !== null && plan.phase !== null && plan.status !== null && plan.version !== null;
}

/** To whom of a plan something can be given: what is given stays theirs, so nobody who stands in for a time. */
export function lastingTeam(plan: PlanDetail): PersonRef[] {
  return plan.team.filter(({ kind }) => kind !== "cover" && kind !== "on_duty").map(({ person }) => person);
}

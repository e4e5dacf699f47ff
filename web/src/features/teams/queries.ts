/** Care teams: those of all plans, one of them, and who may be put on them. */
import { keepPreviousData } from "@tanstack/react-query";
import { read, readPages } from "../../client/api";
import type { Role } from "../../lib/roles";

export function teamsQuery(query: { q?: string | undefined; incomplete?: boolean | undefined }) {
  return readPages("/api/plans/teams", { params: { query } });
}

export function teamQuery(planId: string) {
  return read("/api/plans/{plan_id}", { params: { path: { plan_id: planId } } });
}

/** How many tasks rest on one of a team, and who could take them over; asked anew each time, since no task is told. */
export function leftInPlanQuery(planId: string, relationId: string) {
  return {
    ...read("/api/plans/{plan_id}/team/{relation_id}/caseload", {
      params: { path: { plan_id: planId, relation_id: relationId } },
    }),
    staleTime: 0,
    gcTime: 0,
  };
}

const ANEW = { staleTime: 0, refetchInterval: 60_000 } as const;

/** Who is to read conversations, or no longer, in all plans; what others do there a coordinator is not told of live. */
export const unconfirmedQuery = { ...readPages("/api/unconfirmed-readers"), ...ANEW };

/** The same of one plan. */
export function unconfirmedOfQuery(planId: string) {
  return {
    ...read("/api/plans/{plan_id}/unconfirmed-readers", { params: { path: { plan_id: planId } } }),
    ...ANEW,
  };
}

/** People of a role by the beginning of their names; who was invited meanwhile is found after a moment. */
export function candidatesQuery(role: Exclude<Role, "system">, q: string) {
  return {
    ...read("/api/people/find", { params: { query: { q, role } } }),
    staleTime: 5_000,
    placeholderData: keepPreviousData,
  };
}

/** The cases of a plan, and the rules that open them. */
import { read, readPages } from "../../client/api";
import { MINUTE } from "../../lib/dates";

/** The newest first: the open one, if there is one, is the first. What the clock alone changes is read again each minute. */
export function casesQuery(planId: string) {
  return {
    ...readPages("/api/plans/{plan_id}/safety/cases", {
      params: { path: { plan_id: planId }, query: { limit: 20 } },
    }),
    refetchInterval: MINUTE,
  };
}

export const safetyRulesQuery = { ...read("/api/safety/rules"), staleTime: 60 * MINUTE };

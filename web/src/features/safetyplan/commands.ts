/** What one can do: write the next version of a safety plan; decide about the word check. */
import { api, keyed } from "../../client/api";
import type { SafetyPlanContent } from "../../client/types";
import { useCommand } from "../../live/command";

interface Written {
  plan_id: string;
  version: number;
  content: SafetyPlanContent;
  review_on: string | null;
}

export function useWriteSafetyPlan() {
  return useCommand(({ plan_id, ...body }: Written, key) =>
    api.POST("/api/plans/{plan_id}/safety-plan/versions", {
      params: { path: { plan_id }, header: keyed(key) },
      body,
    }),
  );
}

/** The wording of the question: `i18n/en/safetyplan.ts`. Another meaning takes another number, and is asked anew. */
export const WORDING = 1;

export function useDecideWordCheck() {
  return useCommand(({ plan_id, agreed }: { plan_id: string; agreed: boolean }, key) =>
    api.PUT("/api/plans/{plan_id}/word-check", {
      params: { path: { plan_id }, header: keyed(key) },
      body: { agreed, wording: WORDING },
    }),
  );
}

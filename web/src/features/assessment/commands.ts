/** What one can do with an assessment. */
import { api, keyed } from "../../client/api";
import type { FindingBody } from "../../client/types";
import { useCommand } from "../../live/command";

interface Noted {
  plan_id: string;
  finding: FindingBody;
  reason: string;
}

export function useAddFinding() {
  return useCommand(({ plan_id, ...body }: Noted, key) =>
    api.POST("/api/plans/{plan_id}/assessment/findings", {
      params: { path: { plan_id }, header: keyed(key) },
      body,
    }),
  );
}

export function useChangeFinding() {
  return useCommand(({ plan_id, finding_id, ...body }: Noted & { finding_id: string }, key) =>
    api.PUT("/api/plans/{plan_id}/assessment/findings/{finding_id}", {
      params: { path: { plan_id, finding_id }, header: keyed(key) },
      body,
    }),
  );
}

export function useEndFinding() {
  return useCommand(({ reason, ...path }: { plan_id: string; finding_id: string; reason: string }, key) =>
    api.POST("/api/plans/{plan_id}/assessment/findings/{finding_id}/end", {
      params: { path, header: keyed(key) },
      body: { reason },
    }),
  );
}

interface Reviewed {
  plan_id: string;
  words: string | null;
  next_on: string | null;
}

export function useRecordReview() {
  return useCommand(({ plan_id, ...body }: Reviewed, key) =>
    api.POST("/api/plans/{plan_id}/reviews", { params: { path: { plan_id }, header: keyed(key) }, body }),
  );
}

export function useConfirmReview() {
  return useCommand((path: { plan_id: string; review_id: string }, key) =>
    api.POST("/api/plans/{plan_id}/reviews/{review_id}/confirmation", {
      params: { path, header: keyed(key) },
    }),
  );
}

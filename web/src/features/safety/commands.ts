/** What one can do about a case. */
import { api, keyed } from "../../client/api";
import type { AssessCase, CloseCase } from "../../client/types";
import { useCommand } from "../../live/command";

interface CasePath {
  plan_id: string;
  case_id: string;
}

/** Takes it on. */
export function useTakeCase() {
  return useCommand((path: CasePath, key) =>
    api.POST("/api/plans/{plan_id}/safety/cases/{case_id}/take", { params: { path, header: keyed(key) } }),
  );
}

/** Says what one found. */
export function useAssessCase() {
  return useCommand(({ plan_id, case_id, ...body }: CasePath & AssessCase, key) =>
    api.POST("/api/plans/{plan_id}/safety/cases/{case_id}/assessment", {
      params: { path: { plan_id, case_id }, header: keyed(key) },
      body,
    }),
  );
}

/** Says what one did and what came of it. */
export function useCloseCase() {
  return useCommand(({ plan_id, case_id, ...body }: CasePath & CloseCase, key) =>
    api.POST("/api/plans/{plan_id}/safety/cases/{case_id}/outcome", {
      params: { path: { plan_id, case_id }, header: keyed(key) },
      body,
    }),
  );
}

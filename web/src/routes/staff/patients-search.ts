/** What the address of the caseload may say. */
import type { Phase, PlanStatus } from "../../client/types";

export const STATUSES: readonly PlanStatus[] = ["draft", "active", "on-hold", "completed", "revoked"];
export const PHASES: readonly Phase[] = ["assessment", "preparation", "dosing", "integration", "maintenance"];

export interface PatientsSearch {
  q?: string | undefined;
  status?: PlanStatus | undefined;
  phase?: Phase | undefined;
}

/** What the address may say; anything else is dropped. */
export function patientsSearch(search: Record<string, unknown>): PatientsSearch {
  return {
    q: typeof search.q === "string" && search.q ? search.q : undefined,
    status: STATUSES.find((status) => status === search.status),
    phase: PHASES.find((phase) => phase === search.phase),
  };
}

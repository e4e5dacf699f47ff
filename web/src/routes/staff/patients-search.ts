/** What the address of the caseload may say: never a name. */
import type { Phase, PlanStatus } from "../../client/types";

export const STATUSES: readonly PlanStatus[] = ["draft", "active", "on-hold", "completed", "revoked"];
export const PHASES: readonly Phase[] = ["assessment", "preparation", "dosing", "integration", "maintenance"];

export interface PatientsSearch {
  status?: PlanStatus | undefined;
  phase?: Phase | undefined;
}

/** What the address may say; anything else is dropped. */
export function patientsSearch(search: Record<string, unknown>): PatientsSearch {
  return {
    status: STATUSES.find((status) => status === search.status),
    phase: PHASES.find((phase) => phase === search.phase),
  };
}

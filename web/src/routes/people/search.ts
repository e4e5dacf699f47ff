/** What the address of the list of people may say: never a name. */
import type { PersonState } from "../../client/types";
import type { PersonRole } from "../../features/people/commands";
import { PATIENT_ROLES, ROLES, STAFF_ROLES } from "../../features/people/roles";

export const STATES: readonly PersonState[] = ["invited", "waiting", "active", "ended"];

/** One role, or all of those who work here, or of those who are cared for. */
export type Who = PersonRole | "staff" | "patients";
export const WHO: readonly Who[] = ["staff", "patients", ...ROLES];

export function rolesOf(who: Who | undefined): readonly PersonRole[] | undefined {
  if (who === "staff") return STAFF_ROLES;
  if (who === "patients") return PATIENT_ROLES;
  return who && [who];
}

export interface PeopleSearch {
  role?: Who | undefined;
  state?: PersonState | undefined;
  person?: string | undefined;
}

/** What the address may say; anything else is dropped. */
export function peopleSearch(search: Record<string, unknown>): PeopleSearch {
  return {
    role: WHO.find((role) => role === search.role),
    state: STATES.find((state) => state === search.state),
    person: typeof search.person === "string" && search.person ? search.person : undefined,
  };
}

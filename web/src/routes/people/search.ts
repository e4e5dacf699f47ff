/** What the address of the list of people may say. */
import type { PersonState } from "../../client/types";
import type { PersonRole } from "../../features/people/commands";
import { ROLES } from "../../features/people/roles";

export const STATES: readonly PersonState[] = ["invited", "waiting", "active", "ended"];

export interface PeopleSearch {
  q?: string | undefined;
  role?: PersonRole | undefined;
  state?: PersonState | undefined;
  person?: string | undefined;
}

/** What the address may say; anything else is dropped. */
export function peopleSearch(search: Record<string, unknown>): PeopleSearch {
  return {
    q: typeof search.q === "string" && search.q ? search.q : undefined,
    role: ROLES.find((role) => role === search.role),
    state: STATES.find((state) => state === search.state),
    person: typeof search.person === "string" && search.person ? search.person : undefined,
  };
}

/** People: everybody, one of them, and whether somebody gets in. */
import { read, readPages } from "../../client/api";
import type { PersonState } from "../../client/types";
import type { PersonRole } from "./commands";

export interface PeopleFilter {
  q?: string | undefined;
  role?: readonly PersonRole[] | undefined;
  state?: PersonState | undefined;
}

export function peopleQuery(query: PeopleFilter) {
  return readPages("/api/people", { params: { query } });
}

export function personQuery(personId: string) {
  return read("/api/people/{person_id}", { params: { path: { person_id: personId } } });
}

/** How much rests on somebody; asked anew each time, since plans do not tell administrators what happens in them. */
export function restsOnQuery(personId: string) {
  return {
    ...read("/api/people/{person_id}/caseload", { params: { path: { person_id: personId } } }),
    staleTime: 0,
    gcTime: 0,
  };
}

/** Whether somebody gets in. Coordinators are not told when a link is used, so this looks again by itself. */
export function admissionQuery(personId: string) {
  return {
    ...read("/api/people/{person_id}/admission", { params: { path: { person_id: personId } } }),
    staleTime: 0,
    refetchInterval: 30_000,
  };
}

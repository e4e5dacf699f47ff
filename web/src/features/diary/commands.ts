/** What a patient can do with their diary. What is private goes out sealed. */
import { api, keyed } from "../../client/api";
import { useCommand } from "../../live/command";
import type { EventName } from "../../live/invalidations";
import type { Said } from "./entry";

function told({ day, mood, activities, sleep, note }: Said) {
  return { day, mood, activities: [...activities], sleep_minutes: sleep, note };
}

interface Shared extends Said {
  plan_id: string;
  id: string;
  at: string;
  /** The private entry that becomes this one. */
  instead_of?: string;
}

/** One try to share an entry, under the key that all its tries have. */
export function postShared({ plan_id, id, at, instead_of, ...said }: Shared, key: string) {
  return api.POST("/api/plans/{plan_id}/diary", {
    params: { path: { plan_id }, header: keyed(key) },
    body: { ...told(said), id, at, ...(instead_of ? { instead_of } : {}) },
  });
}

interface Sealed {
  plan_id: string;
  id: string;
  sealed: string;
  /** The shared entry that becomes this one. */
  instead_of?: string;
}

export function postPrivate({ plan_id, ...body }: Sealed, key: string) {
  return api.POST("/api/plans/{plan_id}/private-diary", {
    params: { path: { plan_id }, header: keyed(key) },
    body,
  });
}

export function useShare() {
  return useCommand(postShared, { untold: of("PrivateDiaryEntryRemoved") });
}

export function useKeepPrivate() {
  return useCommand(postPrivate, { untold: of("PrivateDiaryEntryWritten") });
}

export function useChangeShared() {
  return useCommand(
    ({ plan_id, id, version, ...said }: Said & { plan_id: string; id: string; version: number }, key) =>
      api.POST("/api/plans/{plan_id}/diary/{entry_id}/versions", {
        params: { path: { plan_id, entry_id: id }, header: keyed(key) },
        body: { ...told(said), version },
      }),
  );
}

export function useChangePrivate() {
  return useCommand(
    ({ plan_id, id, version, sealed }: Sealed & { version: number }, key) =>
      api.POST("/api/plans/{plan_id}/private-diary/{entry_id}/versions", {
        params: { path: { plan_id, entry_id: id }, header: keyed(key) },
        body: { version, sealed },
      }),
    { untold: of("PrivateDiaryEntryChanged") },
  );
}

interface Which {
  plan_id: string;
  id: string;
}

export function useWithdraw() {
  return useCommand(({ plan_id, id }: Which, key) =>
    api.POST("/api/plans/{plan_id}/diary/{entry_id}/withdrawal", {
      params: { path: { plan_id, entry_id: id }, header: keyed(key) },
    }),
  );
}

export function useRemovePrivate() {
  return useCommand(
    ({ plan_id, id }: Which, key) =>
      api.POST("/api/plans/{plan_id}/private-diary/{entry_id}/removal", {
        params: { path: { plan_id, entry_id: id }, header: keyed(key) },
      }),
    { untold: of("PrivateDiaryEntryRemoved") },
  );
}

/** Nobody is told of what happens to private entries, not even their author's other pages. */
function of(event: EventName) {
  return ({ plan_id }: { plan_id: string }): [EventName, string] => [event, plan_id];
}

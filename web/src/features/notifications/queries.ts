/** How I am told, and what I was told last. What the worker sends is told to nobody live, so it is read again while it is looked at. */
import { read, readPages } from "../../client/api";
import type { Notice } from "../../client/types";

export const notificationsQuery = { ...read("/api/notifications"), staleTime: 0 } as const;

export const FATES = ["told", "waiting", "not-told"] as const;
export const CHANNELS = ["push", "mail", "sms"] as const satisfies readonly Notice["channel"][];

export interface NoticesAsked {
  fate?: (typeof FATES)[number] | undefined;
  channel?: (typeof CHANNELS)[number] | undefined;
}

/** When somebody was told and when not; for the privacy officer. */
export function noticesQuery(personId: string, { fate, channel }: NoticesAsked) {
  const params = { path: { person_id: personId }, query: { fate, channel } };
  return { ...readPages("/api/people/{person_id}/notices", { params }), staleTime: 0 } as const;
}

/** Entries on their way: those that are shared, and private ones, which are sealed before they wait. */
import { type Outgoing, outboxOf } from "../../live/outbox";
import { postPrivate, postShared } from "./commands";
import type { Said } from "./entry";

export interface OutgoingEntry extends Outgoing {
  planId: string;
  id: string;
  what: { said: Said } | { sealed: string };
}

const entries = outboxOf<OutgoingEntry>("diary.", async ({ planId: plan_id, id, at, what, key }, live) => {
  if ("said" in what) {
    const { data } = await postShared({ plan_id, id, at, ...what.said }, key);
    live.settle(data?.change_id ?? "");
  } else {
    await postPrivate({ plan_id, id, sealed: what.sealed }, key);
    live.conclude("PrivateDiaryEntryWritten", plan_id);
  }
});

export const useDiaryBox = entries.useBox;
export const useOutgoingEntries = entries.useOutgoing;

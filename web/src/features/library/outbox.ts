/** Exercises that were done, on their way: kept over reloads and without a network, sent once. */
import type { Helped } from "../../client/types";
import { type Outgoing, outboxOf } from "../../live/outbox";
import { postPractice } from "./commands";

export interface OutgoingPractice extends Outgoing {
  planId: string;
  piece: string;
  version: string;
  seconds: number;
  helped: Helped | null;
}

const practices = outboxOf<OutgoingPractice>(
  "practice.",
  async ({ planId, key, piece, version, at, seconds, helped }, live) => {
    const { data } = await postPractice({ plan_id: planId, piece, version, at, seconds, helped }, key);
    live.settle(data?.change_id ?? "");
  },
);

export const usePracticeBox = practices.useBox;
export const useOutgoingPractices = practices.useOutgoing;

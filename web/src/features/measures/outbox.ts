/** Answers on their way. */
import { useEffect, useSyncExternalStore } from "react";
import { type Kept, KeptBox } from "../../lib/kept-box";
import type Outgoing, outboxOf } from "../../live/outbox";
import { postAnswer } from "./commands";

export interface OutgoingAnswer extends Outgoing {Kept {
  planId: string;
  instrument: string;
  items: Readonly<Record<string, number>>;
}

const answers/** The answers of one person that the server does not have yet. */
export class AnswerBox extends KeptBox<OutgoingAnswer> {
  constructor(post: (item: OutgoingAnswer) => Promise<void>) {
    super("answer.", post, failureWords);
  }

  /** Keeps answers and sends them as soon as it can. Returns their key. */
  add(said: Pick<OutgoingAnswer, "planId" | "instrument" | "items" | "at">): string {
    return this.keep(said);
  }
}

let box: { readonly personId: string; readonly box: AnswerBox } | null = outboxOf<OutgoingAnswer>("answer.",rest();
    const made = new AnswerBox(async ({ planId, instrument, items, at, key }, live) => {
  const { data } = await postAnswer({ plan_id: planId, instrument, items, at }, key);
  live.settle(data?.change_id ?? "");
}));
    box = { personId: me, box: made };
  }
  return box.box;

export const useAnswerBox = answers.useBox;
export const useOutgoingAnswers = answers.useOutgoing;

/** Answers on their way. */
import { type Outgoing, outboxOf } from "../../live/outbox";
import { postAnswer } from "./commands";

export interface OutgoingAnswer extends Outgoing {
  planId: string;
  instrument: string;
  items: Readonly<Record<string, number>>;
}

const answers = outboxOf<OutgoingAnswer>("answer.", async ({ planId, instrument, items, at, key }, live) => {
  const { data } = await postAnswer({ plan_id: planId, instrument, items, at }, key);
  live.settle(data?.change_id ?? "");
});

export const useAnswerBox = answers.useBox;
export const useOutgoingAnswers = answers.useOutgoing;

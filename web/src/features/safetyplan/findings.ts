/** Findings of the word check on their way to the team: that there was one, in which message. No word of it. */
import { api, keyed } from "../../client/api";
import { type Outgoing, outboxOf } from "../../live/outbox";

export interface OutgoingFinding extends Outgoing {
  planId: string;
  version: number;
  messageId: string;
}

const findings = outboxOf<OutgoingFinding>("finding.", async ({ planId, version, messageId, key }, live) => {
  const { data } = await api.POST("/api/plans/{plan_id}/safety/findings", {
    params: { path: { plan_id: planId }, header: keyed(key) },
    body: { rule: "message-words", version, message_id: messageId },
  });
  live.settle(data?.change_id ?? "");
});

export const useFindingBox = findings.useBox;
export const useOutgoingFindings = findings.useOutgoing;

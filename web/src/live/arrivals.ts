/** Puts receipts that come by themselves straight into the open conversation, so that they need no second request. */
import type { QueryClient } from "@tanstack/react-query";
import { keyOf } from "../client/api";
import type { ConversationDetail, LiveEntry, Receipt } from "../client/types";

/** Up to which message the devices of each member have a conversation. */
export interface Delivered {
  plan_id: string;
  conversation_id: string;
  marks: { person_id: string; number: number }[];
}

function changeReceipts(
  queries: QueryClient,
  planId: string,
  conversationId: string,
  change: (receipt: Receipt) => Receipt,
): void {
  const path = { plan_id: planId, conversation_id: conversationId };
  const queryKey = keyOf("/api/plans/{plan_id}/conversations/{conversation_id}", { path });
  queries.setQueryData<ConversationDetail>(queryKey, (before) =>
    before ? { ...before, receipts: before.receipts.map(change) } : before,
  );
}

/** Receipts only grow. */
export function received(queries: QueryClient, { plan_id, conversation_id, marks }: Delivered): void {
  const numbers = new Map(marks.map((mark) => [mark.person_id, mark.number]));
  changeReceipts(queries, plan_id, conversation_id, (receipt) => ({
    ...receipt,
    delivered_number: Math.max(receipt.delivered_number, numbers.get(receipt.person_id) ?? 0),
  }));
}

/** Somebody has read a conversation up to a message; so their device has it too. */
export function seen(queries: QueryClient, planId: string, by: NonNullable<LiveEntry["seen"]>): void {
  changeReceipts(queries, planId, by.conversation_id, (receipt) =>
    receipt.person_id === by.person_id
      ? {
          ...receipt,
          seen_number: Math.max(receipt.seen_number, by.number),
          delivered_number: Math.max(receipt.delivered_number, by.number),
        }
      : receipt,
  );
}

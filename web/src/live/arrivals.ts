/** Puts what comes with an entry straight into the open conversation, so that it needs no second request. */
import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import { keyOf } from "../client/api";
import type { ConversationDetail, LiveEntry, Message, MessagePage, Receipt } from "../client/types";

/** The key of a conversation's messages; pages go back in time from the newest. */
export function messagesKey(planId: string, conversationId: string): readonly unknown[] {
  return keyOf("/api/plans/{plan_id}/conversations/{conversation_id}/messages", {
    path: { plan_id: planId, conversation_id: conversationId },
  });
}

/** Appends `message` if it is the next one; otherwise marks the conversation stale. */
export function deliver(queries: QueryClient, planId: string, message: Message): void {
  const queryKey = messagesKey(planId, message.conversation_id);
  const data = queries.getQueryData<InfiniteData<MessagePage>>(queryKey);
  const newest = data?.pages[0];
  if (!data || !newest) return;
  const last = newest.items.at(-1)?.number ?? 0;
  if (message.number <= last) return;
  if (message.number > last + 1) {
    void queries.invalidateQueries({ queryKey });
    return;
  }
  const pages = [{ ...newest, items: [...newest.items, message] }, ...data.pages.slice(1)];
  queries.setQueryData<InfiniteData<MessagePage>>(queryKey, { ...data, pages });
}

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

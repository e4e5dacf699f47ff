/** Puts a message that came with its entry straight into the open conversation, so that it needs no second request. */
import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import { keyOf } from "../client/api";
import type { Message, MessagePage } from "../client/types";

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

/** Conversations and their messages. */
import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, read, readPages } from "../../client/api";
import type { MessagePage } from "../../client/types";
import { Problem } from "../../lib/problem";
import { messagesKey } from "../../live/arrivals";

export const inboxQuery = readPages("/api/inbox");

export function conversationsQuery(planId: string) {
  return read("/api/plans/{plan_id}/conversations", { params: { path: { plan_id: planId } } });
}

/** How soon the team has answered lately; it changes slowly, so it is asked for once. */
export function answerTimeQuery(planId: string) {
  return read("/api/plans/{plan_id}/answer-time", { params: { path: { plan_id: planId } } });
}

export function conversationQuery(planId: string, conversationId: string) {
  return read("/api/plans/{plan_id}/conversations/{conversation_id}", {
    params: { path: { plan_id: planId, conversation_id: conversationId } },
  });
}

/** Pages go back in time: the first holds the newest messages, each ascending by number. */
export function messagesQuery(planId: string, conversationId: string) {
  return infiniteQueryOptions({
    queryKey: messagesKey(planId, conversationId),
    initialPageParam: null as number | null,
    queryFn: async ({ pageParam, signal }): Promise<MessagePage> => {
      const { data, response } = await api.GET(
        "/api/plans/{plan_id}/conversations/{conversation_id}/messages",
        {
          params: {
            path: { plan_id: planId, conversation_id: conversationId },
            query: { limit: 50, ...(pageParam === null ? {} : { before: pageParam }) },
          },
          signal,
        },
      );
      if (!data) throw new Problem(response.status, { title: "empty answer" });
      return data;
    },
    getNextPageParam: (oldest) => (oldest.has_more ? (oldest.items[0]?.number ?? null) : null),
  });
}

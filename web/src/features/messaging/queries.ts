/** Conversations; their messages are read by talk/. */
import { read, readPages } from "../../client/api";
import { MINUTE } from "../../lib/dates";

export const inboxQuery = readPages("/api/inbox");

/** The tabs of the inbox, in their order. */
export const SHELVES = ["mine", "unassigned", "team", "waiting", "closed"] as const;
export type Shelf = (typeof SHELVES)[number];

export function shelfQuery(shelf: Shelf | "unread") {
  return readPages("/api/inbox", { params: { query: { shelf } } });
}

export const inboxCountsQuery = read("/api/inbox/counts");

export function conversationsQuery(planId: string) {
  return read("/api/plans/{plan_id}/conversations", { params: { path: { plan_id: planId } } });
}

/** When the team works and how soon it has answered lately; read again now and then, for it opens and closes meanwhile. */
export function answerTimeQuery(planId: string) {
  return {
    ...read("/api/plans/{plan_id}/answer-time", { params: { path: { plan_id: planId } } }),
    staleTime: 5 * MINUTE,
    refetchInterval: 5 * MINUTE,
  };
}

export function conversationQuery(planId: string, conversationId: string) {
  return read("/api/plans/{plan_id}/conversations/{conversation_id}", {
    params: { path: { plan_id: planId, conversation_id: conversationId } },
  });
}

/** Who would be told now of a message that cannot wait, step by step. */
export function ladderQuery(planId: string, conversationId: string, level: "urgent" | "stat") {
  const path = { plan_id: planId, conversation_id: conversationId };
  const query = read("/api/plans/{plan_id}/conversations/{conversation_id}/ladder", {
    params: { path, query: { level } },
  });
  return { ...query, staleTime: 0 };
}

/** The newest words of a conversation in a list; while keys are closed only who wrote them. */
import type { ReactNode } from "react";
import type { ConversationSummary } from "../../client/types";
import { words } from "../../i18n";
import { shortName } from "../../lib/names";
import { useMyId } from "../../live/session";
import { useNewest } from "../../talk/use-talk";

const text = words.messaging;

export function LastWords({ conversation }: { conversation: ConversationSummary }) {
  const me = useMyId();
  const { id, plan_id, last } = conversation;
  const said = useNewest(plan_id, id, last?.sent_at);
  if (!last) return <>{text.nobodyWrote}</>;
  const author = last.author.id === me ? text.you : shortName(last.author.name);
  return <>{said === null ? text.wrote(author) : text.saidBy(author, said)}</>;
}

/** The newest words alone; nothing while keys are closed. `at`: since when they wait. */
export function Excerpt({
  planId,
  conversationId,
  at,
  children,
}: {
  planId: string;
  conversationId: string;
  at: string;
  children: (said: string) => ReactNode;
}) {
  const said = useNewest(planId, conversationId, at);
  return said === null ? null : children(said);
}

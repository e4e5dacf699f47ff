/** The newest words of a conversation in a list, opened where somebody sees the row; while keys are closed only who wrote them. */
import type { ReactNode } from "react";
import type { ConversationSummary } from "../../client/types";
import { words } from "../../i18n";
import { shortName } from "../../lib/names";
import { useSeen } from "../../lib/seen";
import { useMyId } from "../../live/session";
import { useNewest } from "../../talk/use-talk";

const text = words.messaging;

export function LastWords({ conversation }: { conversation: ConversationSummary }) {
  const me = useMyId();
  const { id, plan_id, last } = conversation;
  const { ref, seen } = useSeen<HTMLSpanElement>();
  const said = useNewest(plan_id, id, seen ? last?.sent_at : undefined);
  if (!last) return <>{text.nobodyWrote}</>;
  const author = last.author.id === me ? text.you : shortName(last.author.name);
  return <span ref={ref}>{said === null ? text.wrote(author) : text.saidBy(author, said)}</span>;
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
  const { ref, seen } = useSeen<HTMLSpanElement>();
  const said = useNewest(planId, conversationId, seen ? at : undefined);
  return said === null ? <span ref={ref} /> : children(said);
}

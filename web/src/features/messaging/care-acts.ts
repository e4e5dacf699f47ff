/** What staff do about who looks after a conversation; the server's `may` decides. Pure. */
import type { Action, ConversationSummary, PersonRef } from "../../client/types";
import { CARE_ROLES } from "../../lib/roles";

export type CareAct = "claim" | "hand-over" | "release" | "close" | "reopen" | "remind" | "rename";

const ALLOWED_BY: Readonly<Record<CareAct, Action>> = {
  claim: "conversation.claim",
  "hand-over": "conversation.hand-over",
  release: "conversation.release",
  close: "conversation.close",
  reopen: "conversation.reopen",
  remind: "conversation.remind",
  rename: "conversation.rename",
};
/** The first that one may do is the button; the others stand in the menu beside it. */
const ORDER: readonly CareAct[] = ["reopen", "claim", "close", "remind", "hand-over", "release", "rename"];

/** Whom it can be handed to: who treats there and does not look after it. */
export function heirsOf({ members, owner }: Pick<ConversationSummary, "members" | "owner">): PersonRef[] {
  return members.filter(
    ({ id, role }) => id !== owner?.id && (CARE_ROLES as readonly (string | null)[]).includes(role),
  );
}

export function mayCare(conversation: ConversationSummary, act: CareAct): boolean {
  if (!conversation.may.includes(ALLOWED_BY[act])) return false;
  return act !== "hand-over" || heirsOf(conversation).length > 0;
}

export function careActsOf(conversation: ConversationSummary): { next: CareAct | null; others: CareAct[] } {
  const [next = null, ...others] = ORDER.filter((act) => mayCare(conversation, act));
  return { next, others };
}

/** What a new task takes over from the message it comes from. */
import { openBody, type Shown } from "../../../features/messaging/bodies";
import type { Prefill } from "../../../features/tasks/new-task";

const LONGEST = 80;

/** A message's first sentence, short enough for a title. */
export function titleFrom(said: string): string {
  const sentence = (said.split(/(?<=[.?!])\s|\n/)[0] ?? "").replace(/\.$/, "");
  return sentence.length > LONGEST ? `${sentence.slice(0, LONGEST - 1).trimEnd()}…` : sentence;
}

export function prefillFrom(message: Shown): Prefill {
  const said = openBody(message);
  return {
    title: titleFrom(said),
    goalId: message.about.find((topic) => topic.kind === "goal")?.id ?? null,
    itemId: message.about.find((topic) => topic.kind === "item")?.id ?? null,
    message: {
      id: message.id,
      conversationId: message.conversation_id,
      author: message.author.name,
      words: said,
    },
  };
}

/** The one place where a message's words become a body and a body becomes words; encryption replaces this file. */
import type { ConversationSummary, Message } from "../../client/types";

/** What is sent for the words. */
export function sealBody(words: string): string {
  return words;
}

/** The words of a message, or of a conversation's last one. */
export function openBody(message: Pick<Message, "body"> | NonNullable<ConversationSummary["last"]>): string {
  return message.body;
}

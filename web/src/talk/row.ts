/** A message as screens have it: the server's row, and nothing of its words. */
import type { Message } from "../client/types";
import { fromBase64url } from "../lib/base64url";
import type { Row } from "./transport";

export type MessageRow = Row & Omit<Message, "envelope">;

export function rowOf(message: Message): MessageRow {
  return { ...message, envelope: fromBase64url(message.envelope) };
}

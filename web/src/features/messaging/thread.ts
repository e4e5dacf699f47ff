/** How a list of messages is laid out: days, runs of one author, the line before what is new. Pure. */
import type { ReactNode } from "react";
import type { ConversationDetail } from "../../client/types";
import { daysBetween } from "../../lib/dates";
import type { Shown } from "./bodies";

export type Part =
  | { kind: "day"; key: string; at: Date }
  | { kind: "new"; key: string }
  | { kind: "note"; key: string; note: Note }
  | { kind: "message"; key: string; message: Shown; head: boolean };

/** Something that happened meanwhile, and belongs between the messages of its time. */
export interface Note {
  key: string;
  at: string;
  content: ReactNode;
}

/** Messages of one author closer together than this share one head. */
const RUN = 8 * 60_000;

/** `seen` is the number read before the conversation was opened; null draws no line. */
export function layOut(
  messages: readonly Shown[],
  seen: number | null,
  me: string,
  notes: readonly Note[] = [],
): Part[] {
  const parts: Part[] = [];
  const inTime = notes.toSorted((one, other) => one.at.localeCompare(other.at));
  const noteUntil = (time: string | null) => {
    while (inTime[0] && (time === null || new Date(inTime[0].at) < new Date(time))) {
      const note = inTime.shift();
      // What is from before the first message shown belongs to messages that are not.
      if (note && before) parts.push({ kind: "note", key: note.key, note });
    }
  };
  let before: Shown | undefined;
  let lineDrawn = seen === null;
  for (const message of messages) {
    noteUntil(message.sent_at);
    const at = new Date(message.sent_at);
    const newDay = !before || daysBetween(new Date(before.sent_at), at) !== 0;
    if (newDay) parts.push({ kind: "day", key: `day-${message.id}`, at });
    const isNew = !lineDrawn && seen !== null && message.number > seen && message.author.id !== me;
    if (isNew) {
      parts.push({ kind: "new", key: "new" });
      lineDrawn = true;
    }
    const apart = !before || at.getTime() - new Date(before.sent_at).getTime() > RUN;
    const own = message.priority !== "routine" || message.reply_to !== null;
    const head = newDay || isNew || apart || own || before?.author.id !== message.author.id;
    parts.push({ kind: "message", key: message.id, message, head });
    before = message;
  }
  noteUntil(null);
  return parts;
}

export interface Receipt {
  state: "sent" | "received" | "seen";
  count: number;
  of: number;
  /** Names: who has seen it, who has it and has not seen it, who has not got it yet. */
  seenBy: string[];
  receivedBy: string[];
  notBy: string[];
}

/** Who has message `number`, of everybody but its author. */
export function receiptOf(conversation: ConversationDetail, number: number, author: string): Receipt {
  const others = conversation.members.filter((member) => member.id !== author);
  const marks = new Map(conversation.receipts.map((receipt) => [receipt.person_id, receipt]));
  const seen = others.filter((member) => (marks.get(member.id)?.seen_number ?? 0) >= number);
  const received = others.filter((member) => (marks.get(member.id)?.delivered_number ?? 0) >= number);
  const names = (members: typeof others) => members.map((member) => member.name);
  const base = {
    of: others.length,
    seenBy: names(seen),
    receivedBy: names(received.filter((member) => !seen.includes(member))),
    notBy: names(others.filter((member) => !received.includes(member) && !seen.includes(member))),
  };
  if (seen.length > 0) return { ...base, state: "seen", count: seen.length };
  if (received.length > 0) return { ...base, state: "received", count: received.length };
  return { ...base, state: "sent", count: 0 };
}

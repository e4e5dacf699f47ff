/** What the engine asks of a server, and what a server may answer; bytes only, and nothing of it is believed. */
import type { Bytes } from "../crypto/mh1/bytes";

/** A message as the server hands it out: its place, and the envelope. Screens may have more in it. */
export interface Row {
  /** The message's id, as a UUID. */
  readonly id: string;
  /** Its place in the conversation: 1, 2, 3 … without holes. */
  readonly number: number;
  readonly envelope: Bytes;
}

/** Somebody who belongs to a conversation for the server, and what it says of their keys: enough to know when to read them anew. */
export interface Listed {
  readonly uid: Bytes;
  readonly genesis: Bytes | null;
  readonly seq: number | null;
  readonly attested: boolean;
}

/** The server's word on who belongs to a conversation, and what coordinators have signed for it. */
export interface Roll {
  readonly members: readonly Listed[];
  readonly assignments: readonly Bytes[];
}

/** The log after an entry that one has. */
export interface LogAnswer extends Roll {
  readonly entries: readonly Bytes[];
  /** Hash of the last entry; zeros before the first. */
  readonly head: Bytes;
  /** One's own grants among what the entries name. */
  readonly boxes: readonly Bytes[];
  /** The server's clock: it takes no entry from the future. */
  readonly now: number;
}

export interface Page<R extends Row> {
  /** Ascending by number. */
  readonly items: readonly R[];
  readonly hasMore: boolean;
}

/** `moved`: something came in between, read again. `refused`: the server finds it wrong, and says why. */
export type Appended = { readonly is: "taken" | "moved" } | { readonly is: "refused"; readonly why: string };

/** `known`: the id was used for other bytes. */
export type Posted =
  | { readonly is: "posted"; readonly changeId: string }
  | { readonly is: "moved" | "known" }
  | { readonly is: "refused"; readonly why: string };

/** That a message cannot wait, and why: words that the server reads, beside the envelope. */
export interface Urgency {
  readonly priority: "urgent" | "stat";
  readonly cause: "safety" | "getting-worse" | "side-effect" | "medication" | "session" | "time-critical";
}

/** What the server is told beside an envelope. */
export interface Beside {
  /** Null for what can wait. */
  readonly urgency: Urgency | null;
  /** Ids of those it is written to by name. */
  readonly mentions: readonly string[];
}

/** What went wrong where; the server writes it down and tells the privacy officer. */
export interface Alarm {
  readonly what: Alert;
  readonly seq?: number;
  readonly mid?: string;
}

/** Everything that can be wrong with what a server hands out. */
export type Alert =
  | "log"
  | "chain"
  | "directory"
  | "grant"
  | "escrow"
  | "history"
  | "message"
  | "digest"
  | "order";

/** One conversation's way to the server. A failure of the line is thrown, and says nothing about keys. */
export interface Transport<R extends Row = Row> {
  /** Entries after this one (−1: all). */
  readLog(after: number): Promise<LogAnswer>;
  append(head: Bytes, entries: readonly Bytes[], boxes: readonly Bytes[]): Promise<Appended>;
  /** The newest page, or the one that ends before a number. */
  readMessages(before: number | null): Promise<Page<R>>;
  post(envelope: Bytes, beside: Beside): Promise<Posted>;
  /** Somebody whom the log names or who belongs here; null where there is nobody, or nobody whom one may see. */
  readPerson(uid: Bytes): Promise<PersonAnswer | null>;
  /** What came of somebody with another answer, which may be older than what was seen meanwhile. */
  personAhead?(uid: Bytes): PersonAnswer | null;
  /** `key`: the same for every try. */
  alert(alarm: Alarm, key: string): Promise<void>;
}

/** A person's chains, the oldest first, each with the invitation that its genesis was made with. */
export interface PersonAnswer {
  readonly chains: readonly { readonly entries: readonly Bytes[]; readonly invite: Bytes | null }[];
  readonly attestation: Bytes | null;
}

/** The organisation's way to the server. */
export interface DirectorySource {
  /** Directory entries after this one (−1: all). */
  readDirectory(after: number): Promise<readonly Bytes[]>;
}

/** What screens show of a thread: each message as it is now, with its earlier versions and what others put under it. */
import { type Bytes, fromHex, hex } from "../crypto/mh1/bytes";
import { idOf } from "../keyring/ids";
import type { Judged, Thread } from "./thread";
import type { Row } from "./transport";

/** An earlier version of a message, kept for the record. */
export interface Version {
  readonly text: string;
  readonly at: number;
}

export interface Reaction {
  readonly emoji: string;
  /** Ids of people. */
  readonly people: readonly string[];
}

export interface Line<R extends Row> {
  readonly row: R;
  /** `before`: sent before this reader's access begins. */
  readonly is: "open" | "retracted" | "before";
  readonly text: string;
  /** The versions before this one, the oldest first; of a retracted message all. */
  readonly versions: readonly Version[];
  /** The message that this one answers. */
  readonly reply: string | null;
  /** What of the plan it is about beside what its header says: more goals and items, and tasks. */
  readonly refs: readonly string[];
  readonly reactions: readonly Reaction[];
  /** Arrived after its period was closed: not part of what the members sealed. */
  readonly late: boolean;
  /** Something of the same author's device is missing before it. */
  readonly gap: boolean;
}

/** Lines as they were made last: one that says the same is the same object, so that screens draw only what changed. */
export class Lines<R extends Row> {
  private readonly made = new WeakMap<Judged<R>, { revision: string; line: Line<R> | null }>();

  constructor(private readonly thread: Thread<R>) {}

  /** All messages that people read, in their order; edits and reactions are in them, and refused ones are not. */
  read(): Line<R>[] {
    return this.thread.judged.flatMap((one) => this.lineOf(one) ?? []);
  }

  private lineOf(one: Judged<R>): Line<R> | null {
    const revision = this.thread.revisionOf(one);
    const known = this.made.get(one);
    if (known?.revision === revision) return known.line;
    const line = lineOf(this.thread, one);
    this.made.set(one, { revision, line });
    return line;
  }
}

function lineOf<R extends Row>(
  thread: Thread<R>,
  { row, envelope, content, refused }: Judged<R>,
): Line<R> | null {
  if (envelope === null || refused || envelope.header.class !== 0) return null;
  const marks = { late: thread.late.has(row.id), gap: thread.gaps.has(row.id) };
  const nothing = { text: "", versions: [], reply: null, refs: [], reactions: [] };
  if (content === null) return { row, is: "before", ...nothing, ...marks };
  const name = hex(envelope.header.mid);
  const item = thread.folded.items.get(name);
  const now = item?.content ?? null;
  return {
    row,
    is: now ? "open" : "retracted",
    text: now?.text ?? "",
    versions: versionsOf(thread, item?.versions ?? [], now === null),
    reply: content.reply ? idOf(content.reply) : null,
    refs: (content.refs ?? []).map(idOf),
    reactions: reactionsOf(thread, name),
    ...marks,
  };
}

function versionsOf<R extends Row>(
  thread: Thread<R>,
  hashes: readonly Bytes[],
  retracted: boolean,
): Version[] {
  const said = hashes.flatMap((hash) => {
    const { content, envelope } = thread.version(hash) ?? {};
    return content?.text === undefined || !envelope ? [] : { text: content.text, at: envelope.header.time };
  });
  return retracted ? said : said.slice(0, -1);
}

function reactionsOf<R extends Row>(thread: Thread<R>, mid: string): Reaction[] {
  const all = thread.folded.reactions.get(mid) ?? new Map<string, Set<string>>();
  return [...all].flatMap(([emoji, people]) =>
    people.size > 0 ? { emoji, people: [...people].map((person) => idOf(fromHex(person))) } : [],
  );
}

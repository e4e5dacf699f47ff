/** Messages on their way: sent in order, each under one id for all its tries, kept over reloads until the server has them. */
import { words as english } from "../../i18n";
import { Locked } from "../../keyring/keyring";
import { draftNames, keepDraft, readDraft } from "../../lib/drafts";
import { Problem, Unreachable } from "../../lib/problem";
import { Alarmed, NotTaken, Outdated, Waiting } from "../../talk/state";
import type { Urgency } from "../../talk/transport";
import { failureWords } from "../../ui/failure-words";

export interface Outgoing {
  /** The message's id: the same over all tries. */
  key: string;
  planId: string;
  conversationId: string;
  words: string;
  about: string[];
  replyTo: string | null;
  /** Tasks that it is about. */
  cites?: readonly string[];
  urgency: Urgency | null;
  /** It cannot be sealed yet, or not at all: its alarm went out without it. */
  alarmed?: boolean;
  /** Whom it is written to by name. */
  mentions: string[];
  writtenAt: string;
  state: "sending" | "waiting" | "refused" | "sent";
  /** What it waits for: the line, open keys, or one of these people who can give access. */
  waitsFor?: "line" | "keys" | readonly string[];
  /** The change, once the server has it. */
  changeId?: string;
  problem?: string;
}

/** Seals and sends; null where it had arrived before. */
export type Post = (item: Outgoing) => Promise<string | null>;

/** Raises the alarm of what cannot wait, without the message. */
export type Raise = (item: Outgoing, urgency: Urgency) => Promise<void>;

type Words = Pick<Outgoing, "words" | "about" | "replyTo" | "cites" | "urgency" | "mentions">;

const AGAIN = 4_000;
const PREFIX = "outbox.";

/** Who is signed in on this page: nobody's messages go out with somebody else's session. */
let sender: { readonly personId: string; readonly post: Post; readonly raise: Raise } | null = null;

/** The outgoing messages of one conversation. */
export class Outbox {
  private items: readonly Outgoing[];
  private readonly watchers = new Set<() => void>();
  private running = false;
  private timer: number | undefined;

  constructor(
    private readonly personId: string,
    private readonly planId: string,
    private readonly conversationId: string,
  ) {
    this.items = this.restore();
  }

  watch = (watcher: () => void) => {
    this.watchers.add(watcher);
    return () => {
      this.watchers.delete(watcher);
    };
  };

  read = () => this.items;

  /** Under this id, which is the message's. */
  add(said: Words, key: string = crypto.randomUUID()): void {
    const item: Outgoing = {
      key,
      planId: this.planId,
      conversationId: this.conversationId,
      ...said,
      writtenAt: new Date().toISOString(),
      state: "sending",
    };
    this.become([...this.items, item]);
    void this.run();
  }

  /** Takes a message out: it arrived in the conversation, or its author gave it up. */
  remove(key: string): void {
    this.become(this.items.filter((item) => item.key !== key));
  }

  /** Drops what the conversation shows by now. */
  arrived(ids: ReadonlySet<string>): void {
    const left = this.items.filter((item) => !ids.has(item.key));
    if (left.length < this.items.length) this.become(left);
  }

  /** Sends what waits, one after the other; called when the line is back. */
  async run(): Promise<void> {
    if (this.running) return;
    this.running = true;
    window.clearTimeout(this.timer);
    try {
      for (;;) {
        const next = this.items.find((item) => item.state === "sending" || item.state === "waiting");
        if (!next || sender?.personId !== this.personId) return;
        if (!(await this.send(next, sender.post, sender.raise))) return;
      }
    } finally {
      this.running = false;
    }
  }

  /** Tries no more by itself. */
  rest(): void {
    window.clearTimeout(this.timer);
  }

  /** Whether this is still what is kept for this person; not after its drafts were discarded. */
  isOf(personId: string): boolean {
    return personId === this.personId && this.restore().length === this.items.filter(isUnsent).length;
  }

  /** False when it makes no sense to go on now. */
  private async send(item: Outgoing, post: Post, raise: Raise): Promise<boolean> {
    try {
      const changeId = await post(item);
      this.change(item.key, { state: "sent", ...(changeId ? { changeId } : {}) });
      return true;
    } catch (error) {
      const problem = (await this.alarm(item, error, raise)) ?? refusalOf(error);
      if (problem !== null) {
        this.change(item.key, { state: "refused", problem });
        return true;
      }
      this.change(item.key, { state: "waiting", waitsFor: reasonOf(error) });
      this.timer = window.setTimeout(() => void this.run(), AGAIN);
      return false;
    }
  }

  /** What cannot wait and cannot be sealed raises its alarm without the words, once; why not, where it may not. */
  private async alarm(item: Outgoing, error: unknown, raise: Raise): Promise<string | null> {
    if (!item.urgency || item.alarmed || isOfTheLine(error)) return null;
    try {
      await raise(item, item.urgency);
      this.change(item.key, { alarmed: true });
      return null;
    } catch (refused) {
      // Where the line broke just now, the next try raises it.
      return isOfTheLine(refused) ? null : failureWords(refused);
    }
  }

  private change(key: string, change: Partial<Outgoing>): void {
    this.become(this.items.map((item) => (item.key === key ? { ...item, ...change } : item)));
  }

  private become(items: readonly Outgoing[]): void {
    const unsent = items.filter(isUnsent);
    for (const { key } of this.items)
      if (!unsent.some((item) => item.key === key)) keepDraft(this.name + key, "");
    for (const item of unsent) keepDraft(this.name + item.key, JSON.stringify(item));
    this.items = items;
    for (const watcher of this.watchers) watcher();
  }

  private get name(): string {
    return `${PREFIX}${this.conversationId}.`;
  }

  private restore(): readonly Outgoing[] {
    return draftNames(this.name)
      .map(restored)
      .map((item) => (item.state === "sending" ? { ...item, state: "waiting" as const } : item))
      .sort((one, other) => one.writtenAt.localeCompare(other.writtenAt));
  }
}

/** Why it will not be sent, however often it is tried; null where another try may do it. */
function refusalOf(error: unknown): string | null {
  if (error instanceof NotTaken) return english.messaging.notTaken;
  if (error instanceof Alarmed) return english.messaging.alertAll;
  return error instanceof Problem && !isOfTheLine(error) ? failureWords(error) : null;
}

/** Whether it was the line or the server that failed, and the same may do once they are back. */
function isOfTheLine(error: unknown): boolean {
  if (error instanceof Problem) return error.status >= 500 || error.status === 401 || error.passing;
  return error instanceof Unreachable;
}

function reasonOf(error: unknown): NonNullable<Outgoing["waitsFor"]> {
  if (error instanceof Waiting) return error.people;
  return error instanceof Locked || error instanceof Outdated ? "keys" : "line";
}

function isUnsent(item: Outgoing): boolean {
  return item.state !== "sent";
}

function restored(name: string): Outgoing {
  return JSON.parse(readDraft(name)) as Outgoing;
}

const boxes = new Map<string, Outbox>();

/** The same box for everybody who asks, so that leaving the page does not stop the sending. */
export function outboxOf(personId: string, planId: string, conversationId: string): Outbox {
  const name = `${personId} ${conversationId}`;
  const box = boxes.get(name) ?? new Outbox(personId, planId, conversationId);
  boxes.set(name, box);
  return box;
}

/** From here on this person's messages go out, also those that an earlier page kept; ends with what it returns. */
export function openOutboxes(personId: string, post: Post, raise: Raise): () => void {
  for (const [name, box] of boxes) if (!box.isOf(personId)) boxes.delete(name);
  for (const { planId, conversationId } of draftNames(PREFIX).map(restored))
    outboxOf(personId, planId, conversationId);
  sender = { personId, post, raise };
  return () => {
    sender = null;
    for (const box of boxes.values()) box.rest();
  };
}

/** How many messages of whoever signed in last wait on this device. */
export function countUnsent(): number {
  return draftNames(PREFIX).length;
}

/** Sends what waits, in every conversation; called when the line is back. */
export function runOutboxes(): void {
  for (const box of boxes.values()) void box.run();
}

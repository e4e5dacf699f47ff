/** Messages on their way: sent in order, each with one key for all its tries, kept over reloads until the server has them. */
import { api, keyed } from "../../client/api";
import { draftNames, keepDraft, readDraft } from "../../lib/drafts";
import { Problem } from "../../lib/problem";
import { failureWords } from "../../ui/failure-words";
import { sealBody } from "./bodies";

export interface Outgoing {
  key: string;
  planId: string;
  conversationId: string;
  words: string;
  about: string[];
  replyTo: string | null;
  writtenAt: string;
  state: "sending" | "waiting" | "refused" | "sent";
  /** The message's id and change once the server has it. */
  messageId?: string;
  changeId?: string;
  problem?: string;
}

type Words = Pick<Outgoing, "words" | "about" | "replyTo">;

const AGAIN = 4_000;
const PREFIX = "outbox.";

/** Who is signed in on this page: nobody's messages go out with somebody else's session. */
let sender: string | null = null;

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

  add({ words, about, replyTo }: Words): void {
    const item: Outgoing = {
      key: crypto.randomUUID(),
      planId: this.planId,
      conversationId: this.conversationId,
      words,
      about,
      replyTo,
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
    const left = this.items.filter((item) => !(item.messageId && ids.has(item.messageId)));
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
        if (!next || sender !== this.personId || !(await this.send(next))) return;
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
  private async send(item: Outgoing): Promise<boolean> {
    try {
      const { data } = await api.POST("/api/plans/{plan_id}/conversations/{conversation_id}/messages", {
        params: {
          path: { plan_id: item.planId, conversation_id: item.conversationId },
          header: keyed(item.key),
        },
        body: { body: sealBody(item.words), about: item.about, reply_to: item.replyTo },
      });
      this.change(item.key, {
        state: "sent",
        ...(data ? { messageId: data.id, changeId: data.change_id } : {}),
      });
      return true;
    } catch (error) {
      if (error instanceof Problem && error.status < 500 && error.status !== 401 && !error.passing) {
        this.change(item.key, { state: "refused", problem: failureWords(error) });
        return true;
      }
      this.change(item.key, { state: "waiting" });
      this.timer = window.setTimeout(() => void this.run(), AGAIN);
      return false;
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
export function openOutboxes(personId: string): () => void {
  for (const [name, box] of boxes) if (!box.isOf(personId)) boxes.delete(name);
  for (const { planId, conversationId } of draftNames(PREFIX).map(restored))
    outboxOf(personId, planId, conversationId);
  sender = personId;
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

/** Keeps one cursor per stream: takes the next entry, drops what it has, reads the stream after its cursor at a gap. */
import type { LiveEntry } from "../client/types";

export interface TrailHooks {
  apply: (entry: LiveEntry) => void;
  /** Entries after `seq`, in order, with the stream's head. */
  readAfter: (stream: string, seq: number) => Promise<{ items: LiveEntry[]; head: number }>;
  /** Everything this page shows may be stale. */
  forgetAll: () => void;
}

/** Further behind than this, reading everything anew is cheaper than replaying. */
const FAR_BEHIND = 500;

export class Trail {
  private readonly cursors = new Map<string, number>();
  private readonly reading = new Map<string, Promise<void>>();

  constructor(private readonly hooks: TrailHooks) {}

  /** The first heads after (re)connecting: new streams start here, known ones catch up, missing ones are gone. */
  async greet(heads: Readonly<Record<string, number>>): Promise<void> {
    const first = this.cursors.size === 0;
    const gone = [...this.cursors.keys()].filter((stream) => !(stream in heads));
    const fresh = Object.keys(heads).filter((stream) => !this.cursors.has(stream));
    for (const stream of gone) this.cursors.delete(stream);
    for (const stream of fresh) this.cursors.set(stream, heads[stream] ?? 0);
    if (!first && (gone.length > 0 || fresh.length > 0)) this.hooks.forgetAll();
    if (!first) await this.catchUp(heads);
  }

  /** Compares the heads the server sends now and then with what arrived. */
  async catchUp(heads: Readonly<Record<string, number>>): Promise<void> {
    const behind = Object.entries(heads).filter(
      ([stream, head]) => head > (this.cursors.get(stream) ?? head),
    );
    const missing = behind.reduce(
      (sum, [stream, head]) => sum + head - (this.cursors.get(stream) ?? head),
      0,
    );
    if (missing > FAR_BEHIND) {
      for (const [stream, head] of behind) this.cursors.set(stream, head);
      this.hooks.forgetAll();
      return;
    }
    await Promise.all(behind.map(([stream]) => this.readOn(stream)));
  }

  async take(entry: LiveEntry): Promise<void> {
    const cursor = this.cursors.get(entry.stream);
    if (cursor === undefined) {
      this.cursors.set(entry.stream, entry.seq);
      this.hooks.apply(entry);
      return;
    }
    if (entry.seq <= cursor) return;
    if (entry.seq === cursor + 1) {
      this.cursors.set(entry.stream, entry.seq);
      this.hooks.apply(entry);
      return;
    }
    await this.readOn(entry.stream);
  }

  /** A stream that opened for this person: its past is read with the pages that show it. */
  enter(stream: string, head: number): void {
    if (!this.cursors.has(stream)) this.cursors.set(stream, head);
  }

  leave(stream: string): void {
    this.cursors.delete(stream);
  }

  clear(): void {
    this.cursors.clear();
  }

  private readOn(stream: string): Promise<void> {
    const already = this.reading.get(stream);
    if (already) return already;
    const reading = this.readUntilHead(stream).finally(() => this.reading.delete(stream));
    this.reading.set(stream, reading);
    return reading;
  }

  private async readUntilHead(stream: string): Promise<void> {
    for (;;) {
      const after = this.cursors.get(stream);
      if (after === undefined) return;
      const { items, head } = await this.hooks.readAfter(stream, after);
      for (const entry of items) {
        if (entry.seq <= (this.cursors.get(stream) ?? 0)) continue;
        this.cursors.set(stream, entry.seq);
        this.hooks.apply(entry);
      }
      if (items.length === 0 || (this.cursors.get(stream) ?? 0) >= head) return;
    }
  }
}

/** What is on its way: each thing under one key for all its tries, kept over reloads until the server has it. */
import { useEffect, useSyncExternalStore } from "react";
import { draftNames, keepDraft, readDraft } from "../lib/drafts";
import { Problem } from "../lib/problem";
import { failureWords } from "../ui/failure-words";
import type { Live } from "./live";
import { useConnection, useLive, useMyId } from "./session";

export interface Outgoing {
  readonly key: string;
  /** When it was said. */
  readonly at: string;
  /** Why the server will never take it; until then it is tried again. */
  readonly refused: string | null;
  /** Something may still be added to it here; it does not go out before. A reload ends that. */
  readonly held?: boolean;
}

type Said<T extends Outgoing> = Omit<T, "key" | "refused">;

const AGAIN = 4_000;

/** What one person said that the server does not have yet. */
export class Outbox<T extends Outgoing> {
  private items: readonly T[];
  private readonly watchers = new Set<() => void>();
  private timer: number | undefined;
  private running = false;

  constructor(
    private readonly prefix: string,
    private readonly post: (item: T) => Promise<void>,
  ) {
    this.items = draftNames(prefix)
      .map((name) => ({ ...(JSON.parse(readDraft(name)) as T), held: false }))
      .sort((one, other) => one.at.localeCompare(other.at));
  }

  watch = (watcher: () => void) => {
    this.watchers.add(watcher);
    return () => {
      this.watchers.delete(watcher);
    };
  };

  read = () => this.items;

  /** Keeps it and sends it as soon as it can. Returns its key. */
  add(said: Said<T>): string {
    const key = crypto.randomUUID();
    this.become([...this.items, { ...said, key, refused: null } as unknown as T]);
    void this.run();
    return key;
  }

  /** Lets go out what was held, perhaps with something added. */
  release(key: string, added: Partial<T> = {}): void {
    this.become(this.items.map((item) => (item.key === key ? { ...item, ...added, held: false } : item)));
    void this.run();
  }

  /** Forgets what will never be taken. */
  remove(key: string): void {
    this.become(this.items.filter((item) => item.key !== key));
  }

  /** Sends what waits, one after the other. */
  async run(): Promise<void> {
    if (this.running) return;
    this.running = true;
    window.clearTimeout(this.timer);
    try {
      for (;;) {
        const next = this.items.find((item) => item.refused === null && !item.held);
        if (!next || !(await this.send(next))) return;
      }
    } finally {
      this.running = false;
    }
  }

  /** Tries no more by itself. */
  rest(): void {
    window.clearTimeout(this.timer);
  }

  private async send(item: T): Promise<boolean> {
    try {
      await this.post(item);
      this.remove(item.key);
      return true;
    } catch (error) {
      if (isFinal(error)) {
        const refused = failureWords(error);
        this.become(this.items.map((one) => (one.key === item.key ? { ...one, refused } : one)));
        return true;
      }
      this.timer = window.setTimeout(() => void this.run(), AGAIN);
      return false;
    }
  }

  private become(items: readonly T[]): void {
    for (const { key } of this.items)
      if (!items.some((item) => item.key === key)) keepDraft(this.prefix + key, "");
    for (const item of items) keepDraft(this.prefix + item.key, JSON.stringify(item));
    this.items = items;
    for (const watcher of this.watchers) watcher();
  }
}

/** A refusal of the thing itself: not of the line, the sign-in, or of two that came at the same moment. */
function isFinal(error: unknown): boolean {
  if (!(error instanceof Problem) || error.passing) return false;
  return error.status < 500 && error.status !== 401 && error.slug !== "conflict";
}

/** The outbox of whoever is signed in, for things of one kind; `prefix` names them in the tab's store. */
export function outboxOf<T extends Outgoing>(prefix: string, post: (item: T, live: Live) => Promise<void>) {
  let open: { readonly personId: string; readonly box: Outbox<T> } | null = null;

  function of(me: string, live: Live): Outbox<T> {
    if (open?.personId !== me) {
      open?.box.rest();
      open = { personId: me, box: new Outbox<T>(prefix, (item) => post(item, live)) };
    }
    return open.box;
  }

  /** What this person said goes out whenever there is a line. */
  function useBox(): Outbox<T> {
    const mine = of(useMyId(), useLive());
    const { state } = useConnection();
    useEffect(() => {
      if (state === "open") void mine.run();
    }, [state, mine]);
    return mine;
  }

  /** What is on its way, and what was refused. */
  function useOutgoing(): readonly T[] {
    const mine = useBox();
    return useSyncExternalStore(mine.watch, mine.read);
  }

  return { useBox, useOutgoing };
}

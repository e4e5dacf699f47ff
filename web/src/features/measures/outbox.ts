/** Answers on their way: each under one key for all its tries, kept over reloads until the server has them. */
import { useEffect, useSyncExternalStore } from "react";
import { draftNames, keepDraft, readDraft } from "../../lib/drafts";
import { Problem } from "../../lib/problem";
import type { Live } from "../../live/live";
import { useConnection, useLive, useMyId } from "../../live/session";
import { failureWords } from "../../ui/failure-words";
import { postAnswer } from "./commands";

export interface OutgoingAnswer {
  key: string;
  planId: string;
  instrument: string;
  items: Readonly<Record<string, number>>;
  at: string;
  /** Why the server will never take it; until then it is tried again. */
  refused: string | null;
}

type Post = (item: OutgoingAnswer) => Promise<void>;

const PREFIX = "answer.";
const AGAIN = 4_000;

/** The answers of one person that the server does not have yet. */
export class AnswerBox {
  private items: readonly OutgoingAnswer[];
  private readonly watchers = new Set<() => void>();
  private timer: number | undefined;
  private running = false;

  constructor(private readonly post: Post) {
    this.items = draftNames(PREFIX)
      .map((name) => JSON.parse(readDraft(name)) as OutgoingAnswer)
      .sort((one, other) => one.at.localeCompare(other.at));
  }

  watch = (watcher: () => void) => {
    this.watchers.add(watcher);
    return () => {
      this.watchers.delete(watcher);
    };
  };

  read = () => this.items;

  /** Keeps answers and sends them as soon as it can. Returns their key. */
  add(said: Pick<OutgoingAnswer, "planId" | "instrument" | "items" | "at">): string {
    const item = { ...said, key: crypto.randomUUID(), refused: null };
    this.become([...this.items, item]);
    void this.run();
    return item.key;
  }

  /** Forgets answers that will never be taken. */
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
        const next = this.items.find((item) => item.refused === null);
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

  private async send(item: OutgoingAnswer): Promise<boolean> {
    try {
      await this.post(item);
      this.remove(item.key);
      return true;
    } catch (error) {
      if (error instanceof Problem && error.status < 500 && error.status !== 401 && !error.passing) {
        const refused = failureWords(error);
        this.become(this.items.map((one) => (one.key === item.key ? { ...one, refused } : one)));
        return true;
      }
      this.timer = window.setTimeout(() => void this.run(), AGAIN);
      return false;
    }
  }

  private become(items: readonly OutgoingAnswer[]): void {
    for (const { key } of this.items)
      if (!items.some((item) => item.key === key)) keepDraft(PREFIX + key, "");
    for (const item of items) keepDraft(PREFIX + item.key, JSON.stringify(item));
    this.items = items;
    for (const watcher of this.watchers) watcher();
  }
}

let box: { readonly personId: string; readonly box: AnswerBox } | null = null;

function boxOf(me: string, live: Live): AnswerBox {
  if (box?.personId !== me) {
    box?.box.rest();
    const post: Post = async ({ planId, instrument, items, at, key }) => {
      const { data } = await postAnswer({ plan_id: planId, instrument, items, at }, key);
      live.settle(data?.change_id ?? "");
    };
    box = { personId: me, box: new AnswerBox(post) };
  }
  return box.box;
}

/** This person's answers on their way; they go out whenever there is a line. */
export function useAnswerBox(): AnswerBox {
  const mine = boxOf(useMyId(), useLive());
  const { state } = useConnection();
  useEffect(() => {
    if (state === "open") void mine.run();
  }, [state, mine]);
  return mine;
}

/** What is on its way, and what was refused. */
export function useOutgoingAnswers(): readonly OutgoingAnswer[] {
  const mine = useAnswerBox();
  return useSyncExternalStore(mine.watch, mine.read);
}

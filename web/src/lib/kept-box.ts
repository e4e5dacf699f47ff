/** What somebody did and the server does not have yet: each under one key for all its tries, kept over reloads until it has. */
import { draftNames, keepDraft, readDraft } from "./drafts";
import { Problem } from "./problem";

export interface Kept {
  key: string;
  at: string;
  /** Why the server will never take it; until then it is tried again. */
  refused: string | null;
  /** Something may still be added to it here; it does not go out before. */
  held?: boolean;
}

const AGAIN = 4_000;

export class KeptBox<T extends Kept> {
  private items: readonly T[];
  private readonly watchers = new Set<() => void>();
  private timer: number | undefined;
  private running = false;

  constructor(
    private readonly prefix: string,
    private readonly post: (item: T) => Promise<void>,
    private readonly words: (error: unknown) => string,
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

  /** Keeps something and sends it as soon as it can. Returns its key. */
  keep(said: Omit<T, "key" | "refused">): string {
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
      if (error instanceof Problem && error.status < 500 && error.status !== 401 && !error.passing) {
        const refused = this.words(error);
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

/** Conversations that a list shows are read in one request, with all that verifies and opens what was said last in each. */
import type { MessageRow } from "./row";
import type { LogAnswer, Page, PersonAnswer } from "./transport";

/** Of each conversation the whole log and the newest messages, and the keys of everybody whom the logs name. */
export interface TogetherAnswer {
  readonly items: readonly {
    readonly id: string;
    readonly log: LogAnswer;
    readonly page: Page<MessageRow>;
  }[];
  readonly people: ReadonlyMap<string, PersonAnswer>;
}

/** The server takes no more ids at once. */
const MOST = 50;
/** Milliseconds in which those that come into view are one request. */
const GATHER = 20;

export class Together {
  private readonly wanted = new Set<string>();
  private readonly pages = new Map<string, Page<MessageRow>>();
  private readonly people = new Map<string, PersonAnswer>();
  private ids: string[] = [];
  private asked: Promise<ReadonlyMap<string, LogAnswer>> | null = null;

  constructor(private readonly ask: (ids: readonly string[]) => Promise<TogetherAnswer>) {}

  /** The first reading of this conversation goes with those that are asked for at the same moment. */
  want(id: string): void {
    this.wanted.add(id);
  }

  /** The whole log of one that goes with others; null for any other, and for what was too much for one answer. */
  async log(id: string, after: number): Promise<LogAnswer | null> {
    if (!this.wanted.delete(id) || after !== -1) return null;
    this.ids.push(id);
    this.asked ??= pause().then(() => {
      const ids = this.ids;
      this.ids = [];
      this.asked = null;
      return this.read(ids);
    });
    return (await this.asked).get(id) ?? null;
  }

  /** The messages that came with a log, once. */
  page(id: string): Page<MessageRow> | null {
    return taken(this.pages, id);
  }

  /** Somebody's keys that came with a log, once. */
  person(id: string): PersonAnswer | null {
    return taken(this.people, id);
  }

  private async read(ids: readonly string[]): Promise<ReadonlyMap<string, LogAnswer>> {
    const logs = new Map<string, LogAnswer>();
    let left = ids;
    while (left.length > 0) {
      const now = left.slice(0, MOST);
      const { items, people } = await this.ask(now);
      for (const { id, log, page } of items) {
        logs.set(id, log);
        this.pages.set(id, page);
      }
      for (const [id, person] of people) this.people.set(id, person);
      // What did not fit comes with the next answer, or by itself where nothing did.
      const missing = items.length > 0 ? now.filter((id) => !logs.has(id)) : [];
      left = [...missing, ...left.slice(MOST)];
    }
    return logs;
  }
}

function taken<T>(from: Map<string, T>, id: string): T | null {
  const found = from.get(id) ?? null;
  from.delete(id);
  return found;
}

const pause = () => new Promise<void>((resume) => setTimeout(resume, GATHER));

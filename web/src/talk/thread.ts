/** The messages that a client has of a conversation: a run without holes that ends with the newest, judged and opened. */
import { breathe, inBatches } from "../crypto/mh1/batches";
import { type Bytes, equal, hex } from "../crypto/mh1/bytes";
import type { Content } from "../crypto/mh1/content";
import { Messages, verifyMessage } from "../crypto/mh1/conversation";
import { type Envelope, parseEnvelope } from "../crypto/mh1/envelope";
import { Folded } from "../crypto/mh1/fold";
import type { Log } from "../crypto/mh1/log";
import type { World } from "../crypto/mh1/logstate";
import type { Keyring } from "../crypto/mh1/reader";
import { demand, Refused } from "../crypto/mh1/refused";
import { idOf } from "../keyring/ids";
import { asRefusal } from "./people";
import type { Page, Row } from "./transport";

/** One message: its row, and either what it says, or why it is refused; without both, one lacks its epoch's key. */
export interface Judged<R extends Row> {
  readonly row: R;
  readonly envelope: Envelope | null;
  readonly content: Content | null;
  readonly refused: Refused | null;
}

/** Where messages come from. */
export interface MessageSource<R extends Row> {
  readMessages(before: number | null): Promise<Page<R>>;
}

export class Thread<R extends Row> {
  judged: Judged<R>[] = [];
  /** Number of the first message there is. */
  private begin = false;
  /** All messages in order, once all are here. */
  messages: Messages | null = null;
  /** Those that came after the closing of their epoch, by their id. */
  readonly late = new Set<string>();
  /** Those before which something of the same key is missing. */
  readonly gaps = new Set<string>();
  /** Those that know less of the log than one before them: the server lets nobody send who has not seen its head. */
  readonly unaware = new Set<string>();
  private aware = 0;
  folded = new Folded();
  /** What is here of them before that, and the page that is asked for ahead. */
  private partial: Messages | null = null;
  private asked: { before: number; page: Promise<Page<R>> } | null = null;
  /** How many epochs and digests were compared. */
  private closed = 0;
  private digests = 0;
  private readonly ids = new Set<string>();
  /** How often the fold of everything began anew, and how many events were about a message since. */
  private generation = 0;
  private readonly revisions = new Map<string, number>();
  private readonly byHash = new Map<string, Judged<R>>();

  constructor(
    private readonly source: MessageSource<R>,
    private readonly log: Log,
    private readonly world: World,
    private readonly keyring: Keyring,
  ) {}

  get complete(): boolean {
    return this.messages !== null;
  }

  /** Number of the newest message. */
  get last(): number {
    return this.judged.at(-1)?.row.number ?? 0;
  }

  /** Takes what came since; `behind` is called once where a message names an entry of the log that is not here yet. */
  async newer(behind: () => Promise<void>): Promise<void> {
    const rows: R[] = [];
    let page = await this.source.readMessages(null);
    for (;;) {
      rows.unshift(...page.items);
      const first = page.items[0]?.number ?? 0;
      if (this.judged.length === 0 || first <= this.last + 1 || !page.hasMore) break;
      page = await this.source.readMessages(first);
    }
    const first = this.judged.length === 0;
    const fresh = first ? rows : rows.filter(({ number }) => number > this.last);
    if (first) this.begin = !page.hasMore;
    checkNumbers(fresh, first ? null : this.last + 1);
    if (fresh.some((row) => this.namesUnknown(row))) await behind();
    await this.add(fresh);
  }

  /** Takes a message that came by itself. False where something is missing before it: then `newer` is to be asked. */
  async arrive(row: R): Promise<boolean> {
    if (this.judged.length > 0 && row.number <= this.last) return true;
    if (row.number !== this.last + 1 || this.judged.length === 0 || this.namesUnknown(row)) return false;
    await this.add([row]);
    return true;
  }

  private async add(rows: readonly R[]): Promise<void> {
    const judged = await this.judge(rows);
    this.judged.push(...judged);
    await this.take(judged);
    await this.fold(judged);
  }

  /** Takes the page before what is here; after the first one, the order of all is judged. */
  async older(): Promise<void> {
    if (this.begin) return this.finish();
    const before = this.judged[0]?.row.number ?? 1;
    const page = await this.pageBefore(before);
    this.judged.unshift(...(await this.judge(page.items)));
    this.partial = null;
    this.begin = !page.hasMore;
  }

  /** A page, while the one before it is asked for already. */
  private async pageBefore(before: number): Promise<Page<R>> {
    const asked = this.asked?.before === before ? this.asked.page : this.source.readMessages(before);
    this.asked = null;
    const page = await asked;
    demand(page.items.at(-1)?.number === before - 1, "message", "the server leaves out messages");
    checkNumbers(page.items, null);
    const first = page.items[0]?.number;
    if (page.hasMore && first !== undefined) this.ask(first);
    return page;
  }

  private ask(before: number): void {
    const page = this.source.readMessages(before);
    // Whoever takes the page hears of it.
    page.catch(() => undefined);
    this.asked = { before, page };
  }

  /** The newest messages in order, as far back as they are here. */
  get tail(): Messages {
    if (this.messages) return this.messages;
    if (this.partial === null) {
      this.partial = new Messages(this.log);
      for (const { envelope } of this.judged) if (envelope) this.partial.take(envelope);
    }
    return this.partial;
  }

  private async finish(): Promise<void> {
    if (this.messages) return;
    demand((this.judged[0]?.row.number ?? 1) === 1, "message", "the server leaves out the first messages");
    this.messages = new Messages(this.log);
    await this.take(this.judged);
    await this.refold();
  }

  /** Opens what no key was there for before. */
  async reopen(): Promise<void> {
    if (this.judged.every(({ content, refused }) => content || refused)) return;
    const opened = await inBatches(this.judged, async (one) =>
      one.content || one.refused ? one : this.opened(one),
    );
    const changed = opened.some((one, i) => one !== this.judged[i]);
    this.judged = opened;
    if (changed) await this.refold();
  }

  /** What the log closes must be what is here. Each closing is compared once. */
  async checkClosings(): Promise<void> {
    const { messages } = this;
    if (messages === null) return;
    for (; this.closed < this.log.epoch; this.closed++) {
      await breathe();
      for (const index of messages.lateIn(this.closed)) {
        const mid = messages.envelopes[index]?.header.mid;
        if (mid) this.late.add(idOf(mid));
      }
    }
    for (; this.digests < this.log.digests.length; this.digests++) {
      const digest = this.log.digests[this.digests];
      if (digest) messages.checkDigest(digest.epoch, digest);
    }
  }

  private namesUnknown({ envelope }: R): boolean {
    try {
      return !this.log.points.has(hex(parseEnvelope(envelope).header.entry));
    } catch (error) {
      asRefusal(error);
      return false;
    }
  }

  private judge(rows: readonly R[]): Promise<Judged<R>[]> {
    return inBatches(rows, async (row) => {
      const envelope = await this.verified(row).catch(asRefusal);
      if (envelope instanceof Refused) return { row, envelope: null, content: null, refused: envelope };
      return this.opened({ row, envelope, content: null, refused: null });
    });
  }

  private async verified({ id, envelope: data }: R): Promise<Envelope> {
    demand(!this.ids.has(id), "message", "a message twice");
    this.ids.add(id);
    const envelope = await verifyMessage(this.log, this.world, data);
    demand(idOf(envelope.header.mid) === id, "message", "a message under another name");
    return envelope;
  }

  private async opened(one: Judged<R>): Promise<Judged<R>> {
    if (one.envelope === null) return one;
    const opened = await this.keyring.open(one.envelope).catch(asRefusal);
    if (opened instanceof Refused) return { ...one, refused: opened };
    return opened === null ? one : { ...one, content: opened.content };
  }

  /** The order: nothing missing of a key, nothing after its epoch's end. */
  private async take(judged: readonly Judged<R>[]): Promise<void> {
    const { messages } = this;
    this.partial = null;
    if (messages === null) return;
    for (const { row, envelope } of judged) {
      await breathe();
      if (envelope === null) continue;
      const gaps = messages.gaps.length;
      messages.take(envelope);
      if (messages.gaps.length > gaps) this.gaps.add(row.id);
      const { epoch, entry } = envelope.header;
      const known = this.log.hashes.findIndex((one) => equal(one, entry));
      if (known < this.aware) this.unaware.add(row.id);
      this.aware = Math.max(this.aware, known);
      const closing = this.log.epochs[epoch + 1]?.body.closing.size;
      if (closing !== undefined && messages.indices(epoch).length > closing) this.late.add(row.id);
    }
  }

  private async refold(): Promise<void> {
    this.folded = new Folded();
    this.revisions.clear();
    this.generation++;
    await this.fold(this.judged);
  }

  private async fold(judged: readonly Judged<R>[]): Promise<void> {
    for (const one of judged) {
      await breathe();
      const { envelope, content, refused } = one;
      if (!envelope || !content || refused) continue;
      this.byHash.set(hex(envelope.hash), one);
      this.folded.take(envelope, content);
      if (content.target) this.revise(hex(content.target));
    }
  }

  private revise(mid: string): void {
    this.revisions.set(mid, (this.revisions.get(mid) ?? 0) + 1);
  }

  /** Another one whenever a message is shown otherwise than before. */
  revisionOf(one: Judged<R>): string {
    const mid = one.envelope ? hex(one.envelope.header.mid) : "";
    const marks = `${this.late.has(one.row.id)} ${this.gaps.has(one.row.id)}`;
    return `${this.generation} ${this.revisions.get(mid) ?? 0} ${marks}`;
  }

  /** A version of a message, by its envelope hash. */
  version(hash: Bytes): Judged<R> | null {
    return this.byHash.get(hex(hash)) ?? null;
  }

  /** Whether a message of this id has arrived. */
  has(id: string): boolean {
    return this.ids.has(id);
  }
}

function checkNumbers(rows: readonly Row[], first: number | null): void {
  const begin = first ?? rows[0]?.number ?? 1;
  const inOrder = rows.every(({ number }, i) => number === begin + i);
  demand(inOrder, "message", "the server leaves out messages");
}

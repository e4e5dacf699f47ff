/** One conversation on a client: its verified log, its keys, its messages, and the one way to write into it (3.5 to 3.8). */
import { type Bytes, equal, hex } from "../crypto/mh1/bytes";
import { genesisOf } from "../crypto/mh1/chains";
import type { Content } from "../crypto/mh1/content";
import type { Messages } from "../crypto/mh1/conversation";
import { beginsEpoch, FULL, parseEntry, parseKeyBody } from "../crypto/mh1/entries";
import { parseEnvelope } from "../crypto/mh1/envelope";
import { Log } from "../crypto/mh1/log";
import { hash } from "../crypto/mh1/primitives";
import { extendKeys, Keyring } from "../crypto/mh1/reader";
import { demand, Refused } from "../crypto/mh1/refused";
import { compose, mustRotate, rotateFirst } from "../crypto/mh1/sending";
import { Scribe, type Writer, type Written, writerOf } from "../crypto/mh1/writing";
import { type Line, linesOf } from "./lines";
import { goesOn } from "./memory";
import { asRefusal } from "./people";
import { nextStep } from "./reconcile";
import type { Setting } from "./setting";
import { Alarmed, alertOf, Busy, NotTaken, type State, Waiting } from "./state";
import { Thread } from "./thread";
import type { Alert, Roll, Row, Transport } from "./transport";
import { uuidOf } from "./uuid";

const MOST_TRIES = 6;

/** What screens show; a new one after each change. */
export interface Snapshot<R extends Row> {
  readonly state: State;
  readonly lines: readonly Line<R>[];
  /** Whether everything back to the first message is here and in order. */
  readonly complete: boolean;
  /** Ids of people who can read what is written now. */
  readonly readers: readonly string[];
  /** Whatever was found wrong with single messages; the rest stays readable, and the privacy officer knows. */
  readonly alerts: ReadonlySet<Alert>;
}

/** Stops writing: who reads is not known for sure. What is wrong with single messages is shown beside them. */
const STOPS: ReadonlySet<Alert> = new Set(["log", "chain", "directory", "grant", "escrow", "history"]);

export class Talk<R extends Row = Row> {
  readonly log: Log;
  readonly thread: Thread<R>;
  readonly keyring = new Keyring();
  roll: Roll = { members: [], assignments: [] };
  private readonly boxes = new Map<string, Bytes>();
  private readonly watchers = new Set<() => void>();
  private readonly alerts = new Set<Alert>();
  /** Sealed, and sent without an answer: the same bytes are tried again. */
  private readonly unanswered = new Map<string, Bytes>();
  /** Steps that the server did not take; tried again by the next page. */
  private readonly refused = new Set<string>();
  private stopped: { what: Alert; since: number } | null = null;
  private synced = false;
  private turns: Promise<unknown> = Promise.resolve();
  private shown: Snapshot<R> | null = null;

  constructor(
    readonly cid: Bytes,
    private readonly transport: Transport<R>,
    readonly setting: Setting,
  ) {
    this.log = new Log(cid);
    this.thread = new Thread(transport, this.log, setting.people, this.keyring);
  }

  watch = (watcher: () => void) => {
    this.watchers.add(watcher);
    return () => {
      this.watchers.delete(watcher);
    };
  };

  read = (): Snapshot<R> => {
    this.shown ??= {
      state: this.state(),
      lines: linesOf(this.thread),
      complete: this.thread.complete,
      readers: [...this.log.members.values()].map(({ uid }) => uuidOf(uid)),
      alerts: new Set(this.alerts),
    };
    return this.shown;
  };

  /** Reads what came since: log, keys, newest messages. Only a failure of the line is thrown. */
  sync(): Promise<void> {
    return this.turn(() => this.guarded(() => this.catchUp()));
  }

  /** Reads all that is older too, and judges the order of everything. */
  complete(): Promise<void> {
    return this.turn(() => this.guarded(() => this.finish()));
  }

  /** Writes into the log what is missing in it, as far as this person may. Says how many entries that were. */
  reconcile(): Promise<number> {
    return this.turn(async () => {
      let written = 0;
      await this.guarded(async () => {
        for (let tries = 0; tries < MOST_TRIES && this.stopped === null; tries++) {
          if (!this.synced) await this.catchUp();
          await this.finish();
          const step = await nextStep(this, this.refused);
          if (step === null) return;
          const is = await this.commit(await step.write());
          if (is === "taken") written++;
          if (is === "refused") this.refused.add(step.name);
        }
      });
      return written;
    });
  }

  /**
   * Sends under this id, which stays the same over all tries: rotates first where it must.
   * Throws Waiting, Alarmed, NotTaken or Busy; a failure of the line leaves it open whether it arrived.
   */
  send(content: Content, mid: Bytes, plan: Bytes | null = null): Promise<{ changeId: string | null }> {
    const name = `mh1/${hex(this.cid)}/${hex(this.setting.self().signer.kid)}`;
    return this.setting.alone(name, () => this.turn(() => this.sendNow(content, mid, plan)));
  }

  private async sendNow(
    content: Content,
    mid: Bytes,
    plan: Bytes | null,
  ): Promise<{ changeId: string | null }> {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      await this.guarded(async () => {
        if (this.state().is !== "ready") await this.catchUp();
        await this.finish();
      });
      const messages = this.writable();
      if (this.thread.has(uuidOf(mid))) return { changeId: null };
      const envelope = this.unanswered.get(hex(mid)) ?? (await this.sealed(messages, content, mid, plan));
      if (envelope === null) continue;
      this.unanswered.set(hex(mid), envelope);
      const answer = await this.transport.post(envelope);
      this.unanswered.delete(hex(mid));
      if (answer.is === "posted") {
        await this.noteSent(messages, envelope);
        return { changeId: answer.changeId };
      }
      if (answer.is === "refused") throw new NotTaken(answer.why);
      await this.guarded(() => this.readAnew());
    }
    throw new Busy();
  }

  /** Null where it rotated first, or others came in between. */
  private async sealed(
    messages: Messages,
    content: Content,
    mid: Bytes,
    plan: Bytes | null,
  ): Promise<Bytes | null> {
    const { people, now, random } = this.setting;
    const { chain, signer } = this.setting.self();
    await this.recallSent(messages, signer.kid);
    if (mustRotate(people, messages, now())) {
      const older = this.keyring.secrets.get(this.log.epoch)?.s ?? null;
      const written = await rotateFirst(people, messages, this.writer(), older, now(), random);
      const is = await this.commit(written);
      if (is === "refused") throw new NotTaken("the rotation");
      if (is === "moved") return null;
    }
    const m = this.keyring.messageKeys.get(this.log.epoch);
    if (m === undefined) throw new Waiting(this.openers());
    const dispatch = { sender: chain.uid, signer, m, content, now: now(), plan, mid };
    return compose(people, messages, dispatch, random);
  }

  /** Another tab of this device may have sent what has not arrived here. */
  private async recallSent(messages: Messages, kid: Bytes): Promise<void> {
    const sent = await this.setting.memory.seen(this.sentName(kid));
    if (sent) messages.expect(kid, { counter: sent.seq + 1, previous: sent.hash });
  }

  private async noteSent(messages: Messages, data: Bytes): Promise<void> {
    const { header, hash: name } = parseEnvelope(data);
    messages.expect(header.kid, { counter: header.counter + 1, previous: name });
    await this.setting.memory.keep(this.sentName(header.kid), { seq: header.counter, hash: name });
  }

  private sentName(kid: Bytes): string {
    return `sent/${hex(this.cid)}/${hex(kid)}`;
  }

  /** All messages in order, where this person may write. */
  private writable(): Messages {
    if (this.stopped) throw new Alarmed(this.stopped.what);
    const state = this.state();
    if (state.is === "waiting") throw new Waiting(state.for);
    const { messages } = this.thread;
    if (messages === null) throw new Alarmed("message");
    if (mustRotate(this.setting.people, messages, this.setting.now()) && !this.isFull()) {
      throw new Waiting(this.openers());
    }
    return messages;
  }

  /** Appends one entry; whatever comes in between is read before the next try. */
  private async commit({ entry, boxes }: Written): Promise<"taken" | "moved" | "refused"> {
    const { head } = this.log;
    const answer = await this.transport.append(head, [entry], boxes);
    if (answer.is !== "taken") {
      await this.readAnew();
      return answer.is;
    }
    this.keep(boxes);
    await this.log.append(this.setting.people, entry);
    await this.remember();
    await this.openKeys();
    this.changed();
    return "taken";
  }

  writer(): Writer {
    const { chain, signer } = this.setting.self();
    return writerOf(chain, signer);
  }

  scribe(): Scribe {
    return new Scribe(this.setting.people, this.log, this.writer(), this.setting.random);
  }

  /** Whether this person is a member who can give access to others. */
  isFull(): boolean {
    const { chain } = this.setting.self();
    const member = this.log.members.get(hex(chain.uid));
    return member !== undefined && member.access === FULL && equal(member.genesis, genesisOf(chain));
  }

  private async readAnew(): Promise<void> {
    const { people } = this.setting;
    await people.readDirectory();
    await people.read([...this.log.members.values()].map(({ uid }) => uid));
    await this.catchUp();
  }

  private async catchUp(): Promise<void> {
    await this.readLog();
    await this.thread.newer(() => this.readLog());
    this.synced = true;
    this.lookThrough();
  }

  private async finish(): Promise<void> {
    if (this.thread.complete) return;
    const sent = await this.setting.memory.seen(this.sentName(this.setting.self().signer.kid));
    await this.thread.finish();
    const { messages } = this.thread;
    // A message that the server once took, and that is nowhere now.
    const gone = sent && messages && messages.following(this.setting.self().signer.kid).counter <= sent.seq;
    if (gone) this.alarm("gap");
    this.lookThrough();
  }

  private async readLog(): Promise<void> {
    const { people } = this.setting;
    const answer = await this.transport.readLog(this.log.hashes.length - 1);
    this.roll = answer;
    this.keep(answer.boxes);
    if (people.directory.snapshots.length === 0) await people.readDirectory();
    const named = [this.setting.self().chain.uid, ...answer.members, ...answer.entries.flatMap(namedIn)];
    await people.read(named.filter((uid) => !people.knows(uid)));
    for (const entry of answer.entries) await this.append(entry);
    demand(equal(answer.head, this.log.head), "log", "the log ends elsewhere than the server says");
    await this.remember();
    await this.openKeys();
  }

  private remember(): Promise<void> {
    return goesOn(this.setting.memory, "log", `log/${hex(this.cid)}`, this.log.hashes);
  }

  /** A refusal may only mean that chains or directory have grown since they were read: then they are read once more. */
  private async append(entry: Bytes): Promise<void> {
    const { people } = this.setting;
    try {
      await this.log.append(people, entry);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      await people.readDirectory();
      await people.read(namedIn(entry));
      await this.log.append(people, entry);
    }
  }

  private async openKeys(): Promise<void> {
    const { chain, own } = this.setting.self();
    const reader = { uid: chain.uid, genesis: genesisOf(chain), own };
    await extendKeys(this.keyring, this.setting.people.directory, this.log, reader, this.boxes);
    await this.thread.reopen();
  }

  private keep(boxes: readonly Bytes[]): void {
    for (const box of boxes) this.boxes.set(hex(hash(box)), box);
  }

  private state(): State {
    if (this.stopped) return { is: "alert", ...this.stopped };
    if (!this.synced) return { is: "reading" };
    const { chain } = this.setting.self();
    const member = this.log.members.get(hex(chain.uid));
    const inside = member !== undefined && equal(member.genesis, genesisOf(chain));
    const readable = this.keyring.messageKeys.has(this.log.epoch);
    return inside && readable ? { is: "ready" } : { is: "waiting", for: this.openers() };
  }

  /** Who can open it for somebody: members with all keys; before there is a log, whoever belongs here. */
  private openers(): string[] {
    const { uid } = this.setting.self().chain;
    const full = [...this.log.members.values()].filter(({ access }) => access === FULL);
    const people = this.log.hashes.length > 0 ? full.map((member) => member.uid) : this.roll.members;
    return people.filter((one) => !equal(one, uid)).map(uuidOf);
  }

  private lookThrough(): void {
    try {
      this.thread.checkClosings();
    } catch (error) {
      this.alarm(alertOf(asRefusal(error)));
    }
    for (const { row, refused } of this.thread.judged) if (refused) this.alarm("message", row.id);
    for (const id of this.thread.gaps) this.alarm("gap", id);
    this.changed();
  }

  /** Tells the server once of each kind of thing that is wrong. Its answer changes nothing here. */
  private alarm(what: Alert, mid?: string): void {
    if (STOPS.has(what)) this.stopped ??= { what, since: this.setting.now() };
    if (this.alerts.has(what)) return;
    this.alerts.add(what);
    const place = mid === undefined ? { seq: this.log.hashes.length } : { mid };
    void this.transport.alert({ what, ...place }).catch(() => this.alerts.delete(what));
    this.changed();
  }

  private async guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.alarm(alertOf(error));
    }
  }

  private turn<T>(work: () => Promise<T>): Promise<T> {
    const next = this.turns.then(work, work);
    this.turns = next.catch(() => undefined);
    return next;
  }

  private changed(): void {
    this.shown = null;
    for (const watcher of this.watchers) watcher();
  }
}

/** Whose chains an entry is judged by: its author's, and those of the members it names. */
function namedIn(data: Bytes): Bytes[] {
  const entry = parseEntry(data);
  if (!beginsEpoch(entry.type)) return [entry.author];
  return [entry.author, ...parseKeyBody(entry).body.grants.map(({ uid }) => uid)];
}

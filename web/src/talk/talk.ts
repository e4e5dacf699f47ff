/** One conversation on a client: what it shows, what it writes into the log, and how it sends (3.5 to 3.8). */
import { type Bytes, hex } from "../crypto/mh1/bytes";
import { headOf } from "../crypto/mh1/chains";
import { type Content, EDIT, REACTION, REACTION_REMOVE, RETRACT, TEXT } from "../crypto/mh1/content";
import type { Messages } from "../crypto/mh1/conversation";
import { parseEnvelope } from "../crypto/mh1/envelope";
import { compose, rotateFirst } from "../crypto/mh1/sending";
import { type Written, writerOf } from "../crypto/mh1/writing";
import { idOf, uidOf } from "../keyring/ids";
import { type Line, Lines } from "./lines";
import type { Missing } from "./missing";
import { Reading, sentName } from "./reading";
import { nextStep } from "./reconcile";
import type { Setting } from "./setting";
import { Alarmed, Busy, NotTaken, Outdated, type State, Waiting } from "./state";
import type { Alert, Beside, Row, Transport, Urgency } from "./transport";

export const MOST_TRIES = 6;

/** Appends one entry, unless something came in between or the server finds it wrong. */
export type Append = (written: Written) => Promise<"taken" | "moved" | "refused">;

/** What somebody says: in words, about which goals and items, in reply to which message. */
export interface Words {
  readonly words: string;
  readonly about: readonly string[];
  readonly replyTo: string | null;
  /** Tasks that it is about: only its readers learn which. */
  readonly cites?: readonly string[];
  /** Whom it is written to by name. The server is told too, so that they find it. */
  readonly mentions?: readonly string[];
  /** Null for what can wait. */
  readonly urgency?: Urgency | null;
}

/** Null where it had arrived before, and this was another try. */
export interface Sent {
  readonly changeId: string | null;
}

/** What screens show; a new one after each change. */
export interface Snapshot<R extends Row> {
  readonly state: State;
  /** What one waits for, while one waits. */
  readonly missing: Missing;
  readonly lines: readonly Line<R>[];
  /** Number of the newest message, silent ones too. */
  readonly newest: number;
  /** Whether everything back to the first message is here and in order. */
  readonly complete: boolean;
  /** Ids of people who can read what is written now. */
  readonly readers: readonly string[];
  /** Whatever was found wrong with single messages; the rest stays readable. */
  readonly alerts: ReadonlySet<Alert>;
  /** The server has confirmed that the privacy officer was told of all of it. */
  readonly told: boolean;
}

export class Talk<R extends Row = Row> {
  readonly reading: Reading<R>;
  private readonly lines: Lines<R>;
  private readonly watchers = new Set<() => void>();
  /** Sealed, and sent without an answer: the same bytes are tried again. */
  private readonly unanswered = new Map<string, Bytes>();
  /** Steps that the server did not take; tried again by the next page. */
  private readonly refused = new Set<string>();
  private turns: Promise<unknown> = Promise.resolve();
  private shown: Snapshot<R> | null = null;

  constructor(
    readonly cid: Bytes,
    private readonly transport: Transport<R>,
    readonly setting: Setting,
  ) {
    this.reading = new Reading(cid, transport, setting, () => this.changed());
    this.lines = new Lines(this.reading.thread);
  }

  watch = (watcher: () => void) => {
    this.watchers.add(watcher);
    return () => {
      this.watchers.delete(watcher);
    };
  };

  read = (): Snapshot<R> => {
    const { reading } = this;
    this.shown ??= {
      state: reading.state(),
      missing: reading.missing,
      lines: this.lines.read(),
      newest: reading.thread.last,
      complete: reading.thread.complete,
      readers: [...reading.log.members.values()].map(({ uid }) => idOf(uid)),
      alerts: new Set(reading.alerts),
      told: reading.untold === 0,
    };
    return this.shown;
  };

  /** Reads what came since: log, keys, newest messages. Only a failure of the line is thrown. */
  sync(): Promise<void> {
    return this.turn(() => this.reading.guarded(() => this.reading.catchUp()));
  }

  /** Whether a message of this id has arrived. */
  has(id: string): boolean {
    return this.reading.thread.has(id);
  }

  /** Takes a message that the live line brings. */
  arrive(row: R): Promise<void> {
    return this.turn(() => this.reading.guarded(() => this.reading.arrive(row)));
  }

  /** Reads the people anew too: somebody has new keys, an officer's word, or an assignment. */
  refresh(): Promise<void> {
    return this.turn(() => this.reading.guarded(() => this.reading.anew()));
  }

  /** Reads all that is older too, and judges the order of everything. */
  async complete(): Promise<void> {
    // One page a turn: whoever sends meanwhile does not wait for all of it.
    while (await this.turn(() => this.readOlder()));
  }

  private async readOlder(): Promise<boolean> {
    let more = false;
    await this.reading.guarded(async () => {
      more = await this.reading.older();
    });
    return more;
  }

  /** Writes into the log what is missing in it, as far as this person may. Says how many entries that were. */
  reconcile(): Promise<number> {
    return this.turn(async () => {
      let written = 0;
      await this.reading.guarded(async () => {
        for (let tries = 0; tries < MOST_TRIES && this.reading.stopped === null; tries++) {
          await this.reading.all();
          const step = await nextStep(this.reading, this.refused);
          if (step === null) return;
          const is = await this.commit(await step.write());
          if (is === "taken") written++;
          if (is === "refused") this.refused.add(step.name);
        }
      });
      return written;
    });
  }

  /** Says something; its id is chosen before, so that it is there once however often it is tried. */
  say(words: Words, id: string): Promise<Sent> {
    const [plan, ...refs] = words.about.map(uidOf);
    const { cites = [], mentions = [], urgency = null } = words;
    const content = saying(words, [...refs, ...[...cites, ...mentions].map(uidOf)]);
    return this.send(content, uidOf(id), plan ?? null, { urgency, mentions });
  }

  /** Says one's own message otherwise; what it said stays for the record. */
  edit(id: string, words: string): Promise<Sent> {
    return this.send({ type: EDIT, text: words, ...this.upon(id) }, random16(this.setting));
  }

  /** Takes one's own message back; what it said stays for the record. */
  retract(id: string): Promise<Sent> {
    return this.send({ type: RETRACT, ...this.upon(id) }, random16(this.setting));
  }

  react(id: string, emoji: string, on: boolean): Promise<Sent> {
    const content = { type: on ? REACTION : REACTION_REMOVE, target: uidOf(id), emoji };
    return this.send(content, random16(this.setting));
  }

  /** Does something with the log as it stands now, and may append to it; Alarmed where that is not known for sure. */
  asOfNow<T>(work: (at: Reading<R>, append: Append) => Promise<T>): Promise<T> {
    return this.turn(async () => {
      await this.reading.guarded(() => this.reading.catchUp());
      if (this.reading.stopped) throw new Alarmed(this.reading.stopped.what);
      return work(this.reading, (written) => this.commit(written));
    });
  }

  private upon(id: string): { target: Bytes; base: Bytes } {
    const target = uidOf(id);
    const base = this.reading.thread.folded.items.get(hex(target))?.versions.at(-1);
    if (base === undefined) throw new RangeError("no such message here");
    return { target, base };
  }

  /**
   * Sends under this id, which stays the same over all tries: rotates first where it must.
   * Throws Waiting, Alarmed, NotTaken or Busy; a failure of the line leaves it open whether it arrived.
   */
  send(
    content: Content,
    mid: Bytes,
    plan: Bytes | null = null,
    beside: Beside = { urgency: null, mentions: [] },
  ): Promise<Sent> {
    const name = `mh1/${hex(this.cid)}/${hex(this.setting.self().signer.kid)}`;
    return this.setting.alone(name, () => this.turn(() => this.sendNow(content, mid, plan, beside)));
  }

  private async sendNow(content: Content, mid: Bytes, plan: Bytes | null, beside: Beside): Promise<Sent> {
    const { reading } = this;
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      await reading.guarded(async () => {
        if (reading.state().is !== "ready") await reading.catchUp();
        await (tries === 0 ? reading.place() : reading.all());
      });
      const messages = this.writable();
      if (reading.thread.has(idOf(mid))) return { changeId: null };
      const envelope = this.unanswered.get(hex(mid)) ?? (await this.sealed(messages, content, mid, plan));
      if (envelope === null) continue;
      this.unanswered.set(hex(mid), envelope);
      const answer = await this.transport.post(envelope, beside);
      this.unanswered.delete(hex(mid));
      if (answer.is === "refused") throw new NotTaken(answer.why);
      if (answer.is === "posted") {
        await this.noteSent(messages, envelope);
        return { changeId: answer.changeId };
      }
      await reading.guarded(() => reading.anew());
    }
    throw new Busy();
  }

  /** Null where others came in between. */
  private async sealed(
    messages: Messages,
    content: Content,
    mid: Bytes,
    plan: Bytes | null,
  ): Promise<Bytes | null> {
    const { people, random, self } = this.setting;
    const { log, keyring, now } = this.reading;
    const { chain, signer } = self();
    const newest = people.chainOf(chain.uid);
    if (newest && headOf(newest).seq > headOf(chain).seq) throw new Outdated();
    await this.recallSent(messages, signer.kid);
    if (this.reading.mustRotate) {
      const older = keyring.secrets.get(log.epoch)?.s ?? null;
      const writer = writerOf(chain, signer);
      const is = await this.commit(await rotateFirst(people, messages, writer, older, now(), random));
      if (is === "refused") throw new NotTaken("the rotation");
      if (is === "moved") return null;
    }
    const m = keyring.messageKeys.get(log.epoch);
    if (m === undefined) throw new Waiting(this.reading.openers());
    const dispatch = { sender: chain.uid, signer, m, content, now: now(), plan, mid };
    return compose(people, messages, dispatch, random);
  }

  /** Another tab of this device may have sent what has not arrived here. */
  private async recallSent(messages: Messages, kid: Bytes): Promise<void> {
    const sent = await this.setting.memory.seen(sentName(this.cid, kid));
    if (sent) messages.expect(kid, { counter: sent.seq + 1, previous: sent.hash });
  }

  private async noteSent(messages: Messages, data: Bytes): Promise<void> {
    const { header, hash } = parseEnvelope(data);
    messages.expect(header.kid, { counter: header.counter + 1, previous: hash });
    await this.setting.memory.keep(sentName(this.cid, header.kid), { seq: header.counter, hash });
  }

  /** The newest messages, where this person may write. */
  private writable(): Messages {
    const { reading } = this;
    if (reading.stopped) throw new Alarmed(reading.stopped.what);
    const state = reading.state();
    if (state.is === "waiting") throw new Waiting(state.for);
    if (reading.mustRotate && !reading.isFull()) throw new Waiting(reading.openers());
    if (!reading.knowsPlace || (reading.mustRotate && !reading.thread.complete)) throw new Alarmed("message");
    return reading.thread.tail;
  }

  /** Appends one entry; whatever came in between is read before the next try. */
  private async commit({ entry, boxes }: Written): Promise<"taken" | "moved" | "refused"> {
    const { is } = await this.transport.append(this.reading.log.head, [entry], boxes);
    if (is === "taken") await this.reading.took(entry, boxes);
    else await this.reading.anew();
    return is;
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

/** The first thing it is about is in the header, for who counts the work; all others are among the members. */
function saying({ words, replyTo }: Words, refs: readonly Bytes[]): Content {
  const reply = replyTo === null ? {} : { reply: uidOf(replyTo) };
  return { type: TEXT, text: words, ...reply, ...(refs.length > 0 ? { refs } : {}) };
}

const random16 = ({ random }: Setting) => random(16);

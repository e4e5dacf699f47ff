/** Reading a conversation: its log, one's keys and its messages, each verified, and every failure told to its owner. */
import { breathe } from "../crypto/mh1/batches";
import { type Bytes, equal, hex } from "../crypto/mh1/bytes";
import { genesisOf } from "../crypto/mh1/chains";
import { beginsEpoch, FULL, parseEntry, parseKeyBody } from "../crypto/mh1/entries";
import { Log } from "../crypto/mh1/log";
import { hash } from "../crypto/mh1/primitives";
import { extendKeys, Keyring } from "../crypto/mh1/reader";
import { demand, Refused } from "../crypto/mh1/refused";
import { mustRotate } from "../crypto/mh1/sending";
import { idOf } from "../keyring/ids";
import { demandGoesOn, type Place, remember } from "./memory";
import { type Missing, missingFor } from "./missing";
import { asRefusal, refusedAs } from "./people";
import type { Setting } from "./setting";
import { alertOf, type State } from "./state";
import { Thread } from "./thread";
import type { Alert, Roll, Row, Transport } from "./transport";

/** Stops writing: who reads is not known for sure. What is wrong with single messages is shown beside them. */
const STOPS: ReadonlySet<Alert> = new Set(["log", "chain", "directory", "grant", "escrow", "history"]);

/** A clock here may go wrong by so much; a server that says more is not followed. */
const MOST_BEHIND = 10 * 60_000;

export class Reading<R extends Row> {
  readonly log: Log;
  readonly thread: Thread<R>;
  readonly keyring = new Keyring();
  readonly alerts = new Set<Alert>();
  /** How many of them the privacy officer is still to be told of. */
  untold = 0;
  private readonly found = new Set<string>();
  roll: Roll = { members: [], assignments: [] };
  missing: Missing = "member";
  stopped: { what: Alert; since: number } | null = null;
  private readonly boxes = new Map<string, Bytes>();
  private synced = false;
  /** How far the clock here goes before the server's. */
  private ahead = 0;
  /** What this device had sent before it read the newest messages: all of it must be among them. */
  private sent: Place | null = null;

  constructor(
    cid: Bytes,
    private readonly transport: Transport<R>,
    readonly setting: Setting,
    private readonly changed: () => void,
  ) {
    this.log = new Log(cid);
    this.thread = new Thread(transport, this.log, setting.people, this.keyring);
  }

  /** The time for what one signs: the server takes nothing from the future, and cannot turn the clock far back. */
  now = (): number => {
    return this.setting.now() - Math.min(Math.max(this.ahead, 0), MOST_BEHIND);
  };

  /** Reads once more what may have changed elsewhere: offices, members' chains, and all that follows. */
  async anew(): Promise<void> {
    const { people } = this.setting;
    await people.readDirectory();
    const present = [...this.roll.members, ...this.log.members.values()];
    await people.read(
      present.map(({ uid }) => uid),
      this.transport,
    );
    await this.catchUp();
  }

  /** Reads what came since. */
  async catchUp(): Promise<void> {
    const { memory, self } = this.setting;
    if (!this.synced) this.sent = await memory.seen(sentName(this.log.cid, self().signer.kid));
    await this.readLog();
    if (this.reads()) await this.thread.newer(() => this.readLog());
    this.synced = true;
    await this.lookThrough();
  }

  /** Takes a message that came by itself. */
  async arrive(row: R): Promise<void> {
    if (!this.synced || !(await this.thread.arrive(row))) return this.catchUp();
    await this.lookThrough();
  }

  /** Reads all there is, once, and judges the order of everything. */
  async all(): Promise<void> {
    while (await this.older());
  }

  /** Reads a page of what is older; whether there may be more. */
  async older(): Promise<boolean> {
    if (!this.synced) await this.catchUp();
    if (this.thread.complete || !this.reads()) return false;
    await this.thread.older();
    if (!this.thread.complete) return true;
    const arrived = this.thread.messages?.following(this.setting.self().signer.kid).counter ?? 0;
    // A message that the server once took, and that is nowhere now.
    if (this.sent && arrived <= this.sent.seq) this.alarm("order");
    await this.lookThrough();
    return false;
  }

  /** Reads back to the last message of one's own key, which the next one names, where the device does not remember it. */
  async place(): Promise<void> {
    if (!this.synced) await this.catchUp();
    while (!this.knowsPlace && (await this.older()));
    if (this.mustRotate) await this.all();
  }

  /** Whether one can write the next message: for a new epoch, everything is sealed first. */
  get knowsPlace(): boolean {
    const { complete, tail } = this.thread;
    return complete || this.sent !== null || tail.following(this.setting.self().signer.kid).counter > 0;
  }

  /** As far as is known here; the server knows how many messages an epoch has. */
  get mustRotate(): boolean {
    return this.log.hashes.length > 0 && mustRotate(this.setting.people, this.thread.tail, this.now());
  }

  /** Whether messages are handed out to this person: a coordinator knows who reads, and nothing of what is said. */
  private reads(): boolean {
    const { uid } = this.setting.self().chain;
    return this.log.members.has(hex(uid)) || this.roll.members.some((one) => equal(one.uid, uid));
  }

  private async readLog(): Promise<void> {
    const { people, memory } = this.setting;
    const seen = await memory.seen(this.name);
    const answer = await this.transport.readLog(this.log.hashes.length - 1);
    this.roll = answer;
    this.ahead = this.setting.now() - answer.now;
    this.keep(answer.boxes);
    // Whoever vouches for new keys may have got the office meanwhile.
    const news = answer.members.some((one) => !people.isCurrent(one));
    if (news || people.directory.snapshots.length === 0) await people.readDirectory();
    const named = [this.setting.self().chain.uid, ...answer.entries.flatMap(namedIn)];
    await people.readNews(answer.members, named, this.transport);
    for (const entry of answer.entries) {
      await breathe();
      await this.append(entry);
    }
    demand(equal(answer.head, this.log.head), "log", "the log ends elsewhere than the server says");
    demandGoesOn(seen, "log", this.log.hashes);
    await remember(memory, this.name, this.log.hashes);
    await this.openKeys();
    this.missing = await missingFor(this);
  }

  /** Under which a device remembers this log. */
  private get name(): string {
    return `log/${hex(this.log.cid)}`;
  }

  /** A refusal may only mean that chains or directory have grown since they were read: then they are read once more. */
  private async append(entry: Bytes): Promise<void> {
    const { people } = this.setting;
    try {
      await this.log.append(people, entry);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      await people.readDirectory();
      await people.read(namedIn(entry), this.transport);
      await this.log.append(people, entry).catch(refusedAs("log"));
    }
  }

  /** Takes an entry of one's own that the server has taken. */
  async took(entry: Bytes, boxes: readonly Bytes[]): Promise<void> {
    this.keep(boxes);
    await this.log.append(this.setting.people, entry);
    await remember(this.setting.memory, this.name, this.log.hashes);
    await this.openKeys();
    this.changed();
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

  state(): State {
    if (this.stopped) return { is: "alert", ...this.stopped };
    if (!this.synced) return { is: "reading" };
    const { chain } = this.setting.self();
    const member = this.log.members.get(hex(chain.uid));
    const inside = member !== undefined && equal(member.genesis, genesisOf(chain));
    const readable = this.keyring.messageKeys.has(this.log.epoch);
    return inside && readable ? { is: "ready" } : { is: "waiting", for: this.openers() };
  }

  /** Who can open it for somebody: members with all keys; before there is a log, whoever belongs here. */
  openers(): string[] {
    const { uid } = this.setting.self().chain;
    const full = [...this.log.members.values()].filter(({ access }) => access === FULL);
    const people =
      this.log.hashes.length > 0
        ? full.map((member) => member.uid)
        : this.roll.members.map(({ uid: one }) => one);
    return people.filter((one) => !equal(one, uid)).map(idOf);
  }

  private async lookThrough(): Promise<void> {
    try {
      await this.thread.checkClosings();
    } catch (error) {
      this.alarm(alertOf(asRefusal(error)));
    }
    for (const { row, refused } of this.thread.judged) if (refused) this.alarm("message", row.id);
    for (const id of [...this.thread.gaps, ...this.thread.unaware]) this.alarm("order", id);
    this.changed();
  }

  /** Tells the privacy officer once of each thing that is wrong: of each message, and else of each kind. */
  private alarm(what: Alert, mid?: string): void {
    if (STOPS.has(what)) this.stopped ??= { what, since: this.setting.now() };
    const name = `${hex(this.log.cid)}/${what}/${mid ?? ""}`;
    if (this.found.has(name)) return;
    this.found.add(name);
    this.alerts.add(what);
    this.untold++;
    const place = mid === undefined ? { seq: this.log.hashes.length } : { mid };
    const key = crypto.randomUUID();
    void this.setting.officer
      .tell(name, () => this.transport.alert({ what, ...place }, key))
      .then(() => {
        this.untold--;
        this.changed();
      });
    this.changed();
  }

  /** Does something; what the protocol refuses is an alert, and all that was verified stays. */
  async guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.alarm(alertOf(error));
    }
  }

  /** Whether this person is a member who can give access to others. */
  isFull(): boolean {
    const { chain } = this.setting.self();
    const member = this.log.members.get(hex(chain.uid));
    return member !== undefined && member.access === FULL && equal(member.genesis, genesisOf(chain));
  }
}

/** Under which name a device remembers its last message of a conversation. */
export const sentName = (cid: Bytes, kid: Bytes) => `sent/${hex(cid)}/${hex(kid)}`;

/** Whose chains an entry is judged by: its author's, and those of the members it names. */
function namedIn(data: Bytes): Bytes[] {
  const entry = parseEntry(data);
  if (!beginsEpoch(entry.type)) return [entry.author];
  return [entry.author, ...parseKeyBody(entry).body.grants.map(({ uid }) => uid)];
}

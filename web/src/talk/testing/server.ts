/** A server in memory: honest, and in single methods not, so that attacks are a few lines each. */
import { type Bytes, equal, hex } from "../../crypto/mh1/bytes";
import { headOf } from "../../crypto/mh1/chains";
import { Messages, verifyMessage } from "../../crypto/mh1/conversation";
import { beginsEpoch, CREATE, parseEntry, parseKeyBody } from "../../crypto/mh1/entries";
import { parseEnvelope } from "../../crypto/mh1/envelope";
import { Log } from "../../crypto/mh1/log";
import { hash } from "../../crypto/mh1/primitives";
import { Refused } from "../../crypto/mh1/refused";
import type { Clinic, Person } from "../../crypto/mh1/vectors/world";
import { idOf } from "../../keyring/ids";
import type {
  Alarm,
  Appended,
  DirectorySource,
  LogAnswer,
  Page,
  PersonAnswer,
  Posted,
  Row,
  Transport,
} from "../transport";

/** One conversation and the organisation's people, as a server has them. */
export class Server implements DirectorySource {
  readonly log: Log;
  readonly messages: Messages;
  entries: Bytes[] = [];
  rows: Row[] = [];
  readonly boxes = new Map<string, Bytes>();
  /** Who belongs to the conversation, for the server. */
  members: Person[] = [];
  assignments: Bytes[] = [];
  readonly alarms: Alarm[] = [];
  /** Every person's chains, the oldest first. */
  readonly people = new Map<string, Person[]>();
  readonly attested = new Map<string, Bytes>();
  pageSize = 3;
  requests = 0;

  constructor(
    readonly clinic: Clinic,
    readonly cid: Bytes,
    readonly now: () => number,
  ) {
    this.log = new Log(cid);
    this.messages = new Messages(this.log);
    this.register(clinic.coordinator);
  }

  register(person: Person): void {
    const chains = this.people.get(hex(person.uid)) ?? [];
    this.people.set(hex(person.uid), [...chains, person]);
  }

  async attest(person: Person): Promise<void> {
    this.attested.set(hex(person.uid), await this.clinic.attest(person));
  }

  get world() {
    const chains = [...this.people.values()]
      .flat()
      .map((person) => [hex(person.genesis), person.chain] as const);
    return { directory: this.clinic.directory, chains: new Map(chains) };
  }

  async readDirectory(after: number): Promise<readonly Bytes[]> {
    return this.clinic.entries.slice(after + 1);
  }

  async readPerson(uid: Bytes): Promise<PersonAnswer | null> {
    const chains = this.people.get(hex(uid));
    if (chains === undefined) return null;
    const carried = chains.map(({ entries }) => ({ entries, invite: null }));
    return { chains: carried, attestation: this.attested.get(hex(uid)) ?? null };
  }

  /** The way of one person to this server. */
  wayOf(person: Person): Transport {
    return {
      readLog: async (after) => this.readLog(person, after),
      append: async (head, entries, boxes) => this.append(head, entries, boxes),
      readMessages: async (before) => this.readMessages(before),
      post: async (envelope) => this.post(envelope),
      readPerson: (uid) => this.readPerson(uid),
      alert: async (alarm) => void this.alarms.push(alarm),
    };
  }

  readLog(person: Person, after: number): LogAnswer {
    this.requests++;
    const entries = this.entries.slice(after + 1);
    const boxes = entries.flatMap((entry) => this.boxesOf(person, entry));
    const last = this.entries.at(-1);
    const head = last ? parseEntry(last).hash : new Uint8Array(32);
    const members = this.members.map(({ uid, genesis, chain }) => ({
      ...{ uid, genesis, seq: headOf(chain).seq },
      attested: this.attested.has(hex(uid)),
    }));
    return { entries, head, boxes, members, assignments: this.assignments, now: this.now() };
  }

  boxesOf(person: Person, data: Bytes): Bytes[] {
    const entry = parseEntry(data);
    if (!beginsEpoch(entry.type)) return [];
    const own = parseKeyBody(entry).body.grants.filter(({ uid }) => equal(uid, person.uid));
    return own.flatMap(({ box }) => this.boxes.get(hex(box)) ?? []);
  }

  async append(head: Bytes, entries: readonly Bytes[], boxes: readonly Bytes[]): Promise<Appended> {
    this.requests++;
    if (!equal(head, this.log.head)) return { is: "moved" };
    for (const data of entries) {
      const entry = parseEntry(data);
      if (beginsEpoch(entry.type) && entry.type !== CREATE) {
        const { closing } = parseKeyBody(entry).body;
        if (closing.size !== this.messages.indices(this.log.epoch).length) return { is: "moved" };
      }
      if (entry.ts > this.now()) return { is: "refused", why: "an entry from the future" };
      try {
        await this.log.append(this.world, data);
      } catch (error) {
        if (error instanceof Refused) return { is: "refused", why: error.message };
        throw error;
      }
      this.entries.push(data);
    }
    for (const box of boxes) this.keep(box);
    return { is: "taken" };
  }

  keep(box: Bytes): void {
    this.boxes.set(hex(hash(box)), box);
  }

  readMessages(before: number | null): Page<Row> {
    this.requests++;
    const end = before === null ? this.rows.length : before - 1;
    const begin = Math.max(0, end - this.pageSize);
    return { items: this.rows.slice(begin, end), hasMore: begin > 0 };
  }

  async post(data: Bytes): Promise<Posted> {
    this.requests++;
    const { header } = parseEnvelope(data);
    const id = idOf(header.mid);
    const known = this.rows.find((row) => row.id === id);
    if (known) return equal(known.envelope, data) ? posted(known) : { is: "known" };
    if (!equal(header.entry, this.log.head)) return { is: "moved" };
    const size = this.messages.indices(this.log.epoch).length;
    if (this.log.stale(this.world, this.now(), size)) return { is: "moved" };
    this.messages.take(await verifyMessage(this.log, this.world, data));
    const row = { id, number: this.rows.length + 1, envelope: data };
    this.rows.push(row);
    return posted(row);
  }
}

const posted = ({ number }: Row): Posted => ({ is: "posted", changeId: `change ${number}` });

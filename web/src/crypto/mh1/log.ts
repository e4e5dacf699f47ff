/** A conversation's membership log, verified entry by entry: who may read, since when, by whose signature (3.5, 3.8). */
import { type Bytes, equal, hex } from "./bytes";
import { generationOf, genesisOf } from "./chains";
import { verifySign1 } from "./cose";
import { directoryAt, latest, type Snapshot } from "./directory";
import { beginsEpoch, CREATE, type Entry, FULL, parseEntry, RECORDS_ACCESS } from "./entries";
import { judge } from "./judges";
import {
  type Author,
  type Change,
  chainKey,
  chainOf,
  type Digest,
  type Epoch,
  type LogState,
  type Member,
  type Members,
  MOST_DAYS,
  MOST_MESSAGES,
  type Point,
  type World,
} from "./logstate";
import { ZEROS } from "./primitives";
import { demand, Refused } from "./refused";

const DAY = 86_400_000;

/** A verified log. `append` verifies one entry more and takes it, or refuses and leaves the log as it was. */
export class Log implements LogState {
  readonly hashes: Bytes[] = [];
  readonly points = new Map<string, Point>();
  readonly epochs: Epoch[] = [];
  readonly digests: Digest[] = [];
  readonly nonces = new Set<string>();
  /** The highest generation granted so far, by chain. */
  readonly granted = new Map<string, number>();
  members: Members = new Map();
  marked = false;
  policy = { days: MOST_DAYS, messages: MOST_MESSAGES };
  ts = 0;
  private readonly seen = new Map<string, number>();

  constructor(readonly cid: Bytes) {}

  /** The hash of the last entry; zeros before the first. */
  get head(): Bytes {
    return this.hashes.at(-1) ?? ZEROS;
  }

  /** The current epoch; −1 before the first. */
  get epoch(): number {
    return this.epochs.length - 1;
  }

  /** An epoch of the log. */
  epochAt(e: number): Epoch {
    const epoch = this.epochs[e];
    if (epoch === undefined) throw new Refused("log", `there is no epoch ${e}`);
    return epoch;
  }

  /** Verifies the next entry, and takes it. */
  async append(world: World, data: Bytes): Promise<Entry> {
    const entry = parseEntry(data);
    this.checkPlace(entry);
    const offices = directoryAt(world.directory, entry.ts);
    const author = entry.type === RECORDS_ACCESS ? null : await this.authorOf(world, entry, offices);
    this.take(entry, author, await judge({ log: this, world, entry, offices }, author));
    return entry;
  }

  private checkPlace(entry: Entry): void {
    demand(equal(entry.cid, this.cid), "log", "an entry of another conversation");
    const next = entry.seq === this.hashes.length && equal(entry.previous, this.head);
    demand(next, "log", "the entry does not continue the log");
    demand((entry.type === CREATE) === (entry.seq === 0), "log", "a create comes first and only there");
    demand(entry.ts >= this.ts, "log", "time runs backwards");
    const epoch = this.epoch + (beginsEpoch(entry.type) ? 1 : 0);
    demand(entry.epoch === epoch, "log", "not the epoch after the entry");
  }

  private async authorOf(world: World, entry: Entry, offices: Snapshot): Promise<Author> {
    const { seq, hash } = entry.chain;
    const chain = [...world.chains.values()].find(({ uid, positions }) => {
      return equal(uid, entry.author) && equal(positions[seq]?.hash ?? ZEROS, hash);
    });
    const position = chain?.positions[seq];
    demand(chain !== undefined && position !== undefined, "log", "no such position in the author's chain");
    const pk = position.signers.get(hex(entry.kid));
    demand(pk !== undefined, "log", "the author's key was not valid at that position");
    const genesis = genesisOf(chain);
    demand(
      seq >= (this.seen.get(chainKey(chain.uid, genesis)) ?? 0),
      "log",
      "the author's chain runs backwards",
    );
    await verifySign1(entry.sign1, "mh1/log", pk);
    const named = this.members.get(hex(chain.uid)) ?? null;
    const member = named !== null && equal(named.genesis, genesis) ? named : null;
    const coordinator = offices.coordinators.some(
      (one) => equal(one.uid, chain.uid) && equal(one.genesis, genesis),
    );
    const { generation } = position;
    return { uid: chain.uid, genesis, generation, member, full: member?.access === FULL, coordinator };
  }

  private take(entry: Entry, author: Author | null, change: Change): void {
    if (change.begun) this.begin(change.begun);
    if (change.amended) this.epochs[change.amended.e] = change.amended;
    if (change.nonce) this.nonces.add(hex(change.nonce));
    if (change.digest) this.digests.push(change.digest);
    this.members = change.members ?? this.members;
    this.marked = change.marked ?? this.marked;
    this.policy = change.policy ?? this.policy;
    this.ts = entry.ts;
    this.hashes.push(entry.hash);
    this.points.set(hex(entry.hash), { epoch: this.epoch, marked: this.marked, members: this.members });
    if (author) this.seen.set(chainKey(author.uid, author.genesis), entry.chain.seq);
  }

  private begin(epoch: Epoch): void {
    this.epochs.push(epoch);
    for (const { uid, genesis, generation } of epoch.grants.values()) {
      this.granted.set(chainKey(uid, genesis), generation);
    }
  }

  /** Whether the head epoch is stale at this time, with so many messages in it: then the sender rotates first. */
  stale(world: World, now: number, messages: number): boolean {
    const head = this.epochAt(this.epoch);
    const roster = head.escrows.at(-1)?.roster ?? ZEROS;
    return (
      this.marked ||
      now - head.ts >= this.policy.days * DAY ||
      messages >= this.policy.messages ||
      !equal(roster, latest(world.directory).rosterHash) ||
      [...this.members.values()].some((member) => outdated(world, member, head))
    );
  }
}

function outdated(world: World, member: Member, head: Epoch): boolean {
  const chain = chainOf(world, member.uid, member.genesis);
  const granted = head.grants.get(hex(member.uid))?.generation ?? 0;
  return chain.closed !== null || generationOf(chain) > granted;
}

/** Verifies a whole log. */
export async function verifyLog(world: World, cid: Bytes, entries: readonly Bytes[]): Promise<Log> {
  const log = new Log(cid);
  for (const entry of entries) await log.append(world, entry);
  demand(log.hashes.length > 0, "log", "the log is empty");
  return log;
}

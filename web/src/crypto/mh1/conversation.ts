/** A conversation's messages in the server's order, each judged by the verified log; no content is opened here (3.8). */
import { inBatches } from "./batches";
import { type Bytes, equal, hex } from "./bytes";
import { signerIn } from "./chains";
import type { TreeHead } from "./content";
import { type Envelope, type Header, parseEnvelope, verifyEnvelope } from "./envelope";
import type { Log } from "./log";
import { chainOf, type World } from "./logstate";
import { merkleRoot } from "./merkle";
import { ZEROS } from "./primitives";
import { demand, Refused } from "./refused";

/** What comes next of a sender's key: its counter, and the hash its message must name. */
export interface Sequence {
  readonly counter: number;
  readonly previous: Bytes;
}

/** The verified messages of a conversation. */
export class Messages {
  readonly envelopes: Envelope[] = [];
  /** Messages before which something of the same key is missing or out of order: shown, never dropped. */
  readonly gaps: number[] = [];
  private readonly mids = new Set<string>();
  private readonly sequences = new Map<string, Sequence>();
  private readonly ahead = new Map<string, Sequence>();
  private readonly byEpoch = new Map<number, number[]>();

  constructor(readonly log: Log) {}

  /** Verifies the next message, and takes it; or refuses and leaves the messages as they were. */
  async append(world: World, data: Bytes): Promise<Envelope> {
    const envelope = await verifyMessage(this.log, world, data);
    this.take(envelope);
    return envelope;
  }

  /** Verifies many messages, and takes them up to the first that is refused. */
  async appendAll(world: World, data: readonly Bytes[]): Promise<void> {
    const judged = await inBatches(data, (one) => verifyMessage(this.log, world, one).catch(asRefusal));
    for (const one of judged) {
      if (one instanceof Refused) throw one;
      this.take(one);
    }
  }

  /** Takes the next message in the server's order, which `verifyMessage` let pass before. */
  take(envelope: Envelope): void {
    const { header } = envelope;
    const index = this.envelopes.length;
    demand(!this.mids.has(hex(header.mid)), "message", "a message twice");
    const expected = this.following(header.kid);
    const inOrder = header.counter === expected.counter && equal(header.previous, expected.previous);
    if (!inOrder) this.gaps.push(index);
    this.sequences.set(hex(header.kid), { counter: header.counter + 1, previous: envelope.hash });
    this.mids.add(hex(header.mid));
    this.envelopes.push(envelope);
    const siblings = this.byEpoch.get(header.epoch);
    if (siblings) siblings.push(index);
    else this.byEpoch.set(header.epoch, [index]);
  }

  /** What must follow the messages of a key that have arrived. */
  following(kid: Bytes): Sequence {
    return this.sequences.get(hex(kid)) ?? { counter: 0, previous: ZEROS };
  }

  /** Notes what follows a message that was sent and has not arrived here yet. */
  expect(kid: Bytes, next: Sequence): void {
    this.ahead.set(hex(kid), next);
  }

  /** Counter and predecessor of the next message of a key. */
  next(kid: Bytes): Sequence {
    const arrived = this.following(kid);
    const sent = this.ahead.get(hex(kid));
    return sent && sent.counter > arrived.counter ? sent : arrived;
  }

  /** The messages of an epoch, by their place. */
  indices(e: number): readonly number[] {
    return this.byEpoch.get(e) ?? [];
  }

  /** Number and root of an epoch's messages so far, for the entry that closes it. */
  digest(e: number): TreeHead {
    const leaves = this.hashesOf(e);
    return { size: leaves.length, root: merkleRoot(leaves) };
  }

  private hashesOf(e: number): Bytes[] {
    return this.indices(e).flatMap((index) => this.envelopes[index]?.hash ?? []);
  }

  /** Check 12: refuses a digest that the messages do not give, and names those that came after their epoch's closing. */
  late(): number[] {
    const late = this.log.epochs.flatMap(({ e }) => [...this.lateIn(e)]);
    for (const digest of this.log.digests) this.checkDigest(digest.epoch, digest);
    return late.sort((a, b) => a - b);
  }

  /** The same for one epoch, if it is closed. */
  lateIn(e: number): readonly number[] {
    const closing = this.log.epochs[e + 1]?.body.closing;
    if (closing === undefined) return [];
    this.checkDigest(e, closing);
    return this.indices(e).slice(closing.size);
  }

  /** Refuses a digest that an epoch's first messages do not give. */
  checkDigest(e: number, { size, root }: TreeHead): void {
    const leaves = this.hashesOf(e).slice(0, size);
    const right = leaves.length === size && equal(merkleRoot(leaves), root);
    demand(right, "digest", "integrity alert: the messages do not give the digest");
  }
}

/** The key that may have signed a message, where the log lets its sender write (check 8). */
function senderKey(log: Log, world: World, header: Header): Bytes {
  demand(equal(header.cid, log.cid), "message", "a message of another conversation");
  const point = log.points.get(hex(header.entry));
  demand(point !== undefined && point.epoch === header.epoch, "message", "it names no entry of its epoch");
  demand(!point.marked, "message", "written under a stale epoch");
  const member = point.members.get(hex(header.sender));
  const grant = log.epochAt(header.epoch).grants.get(hex(header.sender));
  demand(member !== undefined && grant !== undefined, "message", "written by no member");
  const pk = signerIn(chainOf(world, header.sender, member.genesis), grant.generation, header.kid);
  if (pk === null) throw new Refused("message", "signed by a key that was not the sender's in this epoch");
  return pk;
}

/** Verifies one message by the log, whatever its place among the others. */
export async function verifyMessage(log: Log, world: World, data: Bytes): Promise<Envelope> {
  const envelope = parseEnvelope(data);
  await verifyEnvelope(envelope, senderKey(log, world, envelope.header));
  return envelope;
}

function asRefusal(error: unknown): Refused {
  if (error instanceof Refused) return error;
  throw error;
}

/** Verifies all messages of a conversation. */
export async function verifyMessages(world: World, log: Log, data: readonly Bytes[]): Promise<Messages> {
  const messages = new Messages(log);
  await messages.appendAll(world, data);
  return messages;
}

/** The directory and the chains of whoever a log names: verified, and never older than this device has seen them. */
import { verifyAttestation } from "../crypto/mh1/attestation";
import { type Bytes, equal, hex } from "../crypto/mh1/bytes";
import { genesisOf, headOf } from "../crypto/mh1/chains";
import { appendToDirectory, type Directory, latest, officeKeys } from "../crypto/mh1/directory";
import { verifyInvite } from "../crypto/mh1/invite";
import type { World } from "../crypto/mh1/logstate";
import { demand, Refused, type Rule } from "../crypto/mh1/refused";
import { type UserChain, verifyUserChain } from "../crypto/mh1/userchain";
import { demandGoesOn, type Memory, type Place, remember } from "./memory";
import type { DirectorySource, Listed, PersonAnswer, Transport } from "./transport";

/** The organisation and the root keys that one has pinned. */
export interface Anchor {
  readonly org: Bytes;
  readonly roots: readonly Bytes[];
}

/** Whose genesis it is and in which role, by an identity officer's word that is in force. */
export interface Attested {
  readonly cose: Bytes;
  readonly role: string;
  /** Of the name under which they were confirmed. */
  readonly nameHash: Bytes;
}

type Way = Pick<Transport, "readPerson" | "personAhead">;

interface Before {
  readonly seen: Place | null;
  readonly grown: Place | null;
}

/** What logs are judged against, for all conversations of a page. */
export class People implements World {
  directory: Directory;
  readonly chains = new Map<string, UserChain>();
  private readonly newest = new Map<string, UserChain>();
  private readonly attestations = new Map<string, Bytes>();
  private directoryNext: Promise<void> | null = null;
  private readonly turns = new Map<string, Promise<unknown>>();

  constructor(
    private readonly source: DirectorySource,
    private readonly memory: Memory,
    private readonly anchor: Anchor,
  ) {
    this.directory = { org: anchor.org, snapshots: [] };
  }

  /** Whether a person's chains were read already. */
  knows(uid: Bytes): boolean {
    return this.newest.has(hex(uid));
  }

  /** Whether what was read of a person is what the server says there is. */
  isCurrent({ uid, genesis, seq, attested }: Listed): boolean {
    const chain = this.newest.get(hex(uid));
    if (chain === undefined || genesis === null) return genesis === null;
    const same = equal(genesisOf(chain), genesis) && headOf(chain).seq === seq;
    return same && attested === this.attestations.has(hex(uid));
  }

  /** The chain that a person uses now. */
  chainOf(uid: Bytes): UserChain | null {
    return this.newest.get(hex(uid)) ?? null;
  }

  /** Conversations share what is read here: no answer is held against one that was asked for later. */
  private inTurn<T>(name: string, work: () => Promise<T>): Promise<T> {
    const next = (this.turns.get(name) ?? Promise.resolve()).then(work, work);
    this.turns.set(
      name,
      next.catch(() => undefined),
    );
    return next;
  }

  /** Reads what the directory has more by now; who asks before the server is asked hears the same. */
  readDirectory(): Promise<void> {
    this.directoryNext ??= this.inTurn("directory", () => {
      this.directoryNext = null;
      return this.directoryNow();
    });
    return this.directoryNext;
  }

  private async directoryNow(): Promise<void> {
    const seen = await this.memory.seen("directory");
    const entries = await this.source.readDirectory(this.directory.snapshots.length - 1);
    let directory = this.directory;
    for (const entry of entries) {
      directory = await appendToDirectory(directory, this.anchor.roots, entry).catch(refusedAs("directory"));
    }
    demand(directory.snapshots.length > 0, "directory", "the directory is empty");
    const hashes = directory.snapshots.map(({ hash }) => hash);
    demandGoesOn(seen, "directory", hashes);
    await remember(this.memory, "directory", hashes);
    this.directory = directory;
  }

  /** Reads these people's chains anew. Whom the server does not name stays unknown. */
  async read(uids: readonly Bytes[], way: Way): Promise<void> {
    const different = new Map(uids.map((uid) => [hex(uid), uid]));
    const all = [...different].map(([name, uid]) => this.inTurn(name, () => this.readOne(uid, way)));
    await Promise.all(all);
  }

  /** Reads those of whom there is more by now than is known here, and whom a log names and nobody knows here. */
  async readNews(listed: readonly Listed[], named: readonly Bytes[], way: Way): Promise<void> {
    const news = listed.map((one) => [one.uid, () => this.isCurrent(one)] as const);
    const unknown = named.map((uid) => [uid, () => this.knows(uid)] as const);
    // Another conversation may have read them by the time it is their turn.
    const all = [...news, ...unknown].map(([uid, known]) =>
      this.inTurn(hex(uid), async () => known() || this.readOne(uid, way)),
    );
    await Promise.all(all);
  }

  private async readOne(uid: Bytes, way: Way): Promise<void> {
    const ahead = this.knows(uid) ? null : (way.personAhead?.(uid) ?? null);
    if (ahead && (await this.takesAhead(uid, ahead))) return;
    const before = await this.before(uid);
    const answer = await way.readPerson(uid);
    if (answer) await this.take(uid, answer, before);
  }

  /** False where what came ahead does not go on from what was seen: the server is asked before anybody is told. */
  private async takesAhead(uid: Bytes, answer: PersonAnswer): Promise<boolean> {
    const taken = await this.take(uid, answer, await this.before(uid)).catch(asRefusal);
    return !(taken instanceof Refused);
  }

  /** How far this device had seen somebody's chains. */
  private async before(uid: Bytes): Promise<Before> {
    const seen = await this.memory.seen(`person/${hex(uid)}`);
    return { seen, grown: seen && (await this.memory.seen(chainName(uid, seen.hash))) };
  }

  private async take(uid: Bytes, answer: PersonAnswer, { seen, grown }: Before): Promise<void> {
    const chains = await this.verified(uid, answer);
    demandGoesOn(seen, "chain", chains.map(genesisOf));
    for (const [at, chain] of chains.entries()) await this.demandGrown(chain, at, seen, grown);
    await remember(this.memory, `person/${hex(uid)}`, chains.map(genesisOf));
    for (const chain of chains) this.chains.set(hex(genesisOf(chain)), chain);
    const newest = chains.at(-1);
    if (newest) this.newest.set(hex(uid), newest);
    if (answer.attestation) this.attestations.set(hex(uid), answer.attestation);
    else this.attestations.delete(hex(uid));
  }

  /** A new chain counts only after the one before was closed in its favour. */
  private async verified(uid: Bytes, { chains: carried }: PersonAnswer): Promise<UserChain[]> {
    const chains: UserChain[] = [];
    for (const { entries, invite } of carried) {
      const token = invite ? await this.tokenOf(uid, invite) : undefined;
      const context = { token, office: officeKeys(this.directory) };
      const chain = await verifyUserChain(uid, entries, context).catch(refusedAs("chain"));
      const genesis = genesisOf(chain);
      const before = chains.at(-1);
      const follows = before === undefined || (before.closed !== null && equal(before.closed, genesis));
      demand(follows, "chain", "another chain without a close of the one before");
      chains.push(chain);
    }
    return chains;
  }

  /** Those before the one that somebody was seen to use are closed, and grow no more; what comes after it is new here. */
  private async demandGrown(chain: UserChain, at: number, seen: Place | null, grown: Place | null) {
    const name = chainName(chain.uid, genesisOf(chain));
    const hashes = chain.positions.map(({ hash }) => hash);
    if (seen && at < seen.seq) demandGoesOn(await this.memory.seen(name), "chain", hashes);
    if (seen && at === seen.seq) demandGoesOn(grown, "chain", hashes);
    await remember(this.memory, name, hashes);
  }

  /** Whether the genesis came in time is for the officer who attests it; here the invite only names its token. */
  private async tokenOf(uid: Bytes, data: Bytes): Promise<Bytes> {
    for (const snapshot of this.directory.snapshots.toReversed()) {
      const invite = await verifyInvite(data, snapshot, 0).catch(asRefusal);
      if (invite instanceof Refused) continue;
      demand(equal(invite.uid, uid), "chain", "an invite of somebody else");
      return invite.tokenPk;
    }
    throw new Refused("chain", "an invite by nobody who might");
  }

  /** The attestation of the chain that a person uses now, if one is in force. */
  async attested(uid: Bytes, now: number): Promise<Attested | null> {
    const cose = this.attestations.get(hex(uid));
    const chain = this.newest.get(hex(uid));
    if (cose === undefined || chain === undefined) return null;
    const attestation = await verifyAttestation(cose, latest(this.directory), now).catch(asRefusal);
    if (attestation instanceof Refused || !equal(attestation.uid, uid)) return null;
    const { genesis, role, nameHash } = attestation;
    return equal(genesis, genesisOf(chain)) ? { cose, role, nameHash } : null;
  }
}

/** A refusal as a value; anything else is thrown on. */
export function asRefusal(error: unknown): Refused {
  if (error instanceof Refused) return error;
  throw error;
}

/** Every refusal of one thing under one rule, so that the alert names what it was. */
export function refusedAs(rule: Rule): (error: unknown) => never {
  return (error) => {
    throw new Refused(rule, asRefusal(error).message);
  };
}

/** Under which a device remembers a chain. */
const chainName = (uid: Bytes, genesis: Bytes) => `chain/${hex(uid)}/${hex(genesis)}`;

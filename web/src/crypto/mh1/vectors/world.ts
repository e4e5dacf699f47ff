/** A synthetic clinic for tests and for vector files of fresh keys: its offices, its people, and what they write. */
import { makeAssignment, makeAttestation } from "../attestation";
import { boxPublicKey } from "../box";
import { type Bytes, hex } from "../bytes";
import { makeCarried } from "../carried";
import { generationOf, genesisOf, ownGenerations } from "../chains";
import { type Content, encodeContent } from "../content";
import { Messages } from "../conversation";
import { keyKid } from "../cose";
import { publicKey } from "../curve";
import {
  ANYONE,
  type Directory,
  type DirectoryContent,
  directoryPayload,
  PATIENTS_ONLY,
  type Roster,
  verifyDirectory,
} from "../directory";
import { type Signer, signerOf } from "../ed25519";
import { type Device, deviceSigner, type Holder, type MadeChain, makeGenesis, newDevice } from "../enrolment";
import { FULL } from "../entries";
import { Log } from "../log";
import { chainsOf, type World } from "../logstate";
import { hash, type Random } from "../primitives";
import { type Keyring, readKeys } from "../reader";
import { beginningOf, compose } from "../sending";
import { appendToChain, type UserChain, verifyUserChain } from "../userchain";
import { type Admission, type Beginning, officeWriter, Scribe, type Written, writerOf } from "../writing";

export const START = 1_795_000_000_000;
export const DAY = 86_400_000;
export const FOREVER = START + 3650 * DAY;
const MINUTE = 60_000;

/** An office key: it is on no user chain. */
export function officeSigner(seed: Bytes): Signer {
  return signerOf(keyKid(publicKey(seed)), seed);
}

/** Somebody with a chain, a device, and the current seed. */
export class Person {
  readonly entries: Bytes[] = [];
  readonly boxes: Bytes[] = [];

  private constructor(
    readonly role: string,
    readonly device: Device,
    public chain: UserChain,
    public seed: Bytes,
    readonly token: Bytes | undefined,
  ) {}

  /** Somebody new, or somebody's new chain. */
  static async enrol(
    random: Random,
    role: string,
    options: { uid?: Bytes; token?: Signer & { pk: Bytes }; slots?: Holder[] } = {},
  ): Promise<Person> {
    const device = newDevice(random);
    const uid = options.uid ?? random(16);
    const made = await makeGenesis(uid, device, options.slots ?? [], START, options.token ?? null, random);
    const chain = await verifyUserChain(uid, made.entries, { token: options.token?.pk });
    const person = new Person(role, device, chain, made.seed, options.token?.pk);
    person.entries.push(...made.entries);
    person.boxes.push(...made.boxes);
    return person;
  }

  get signer(): Signer {
    return deviceSigner(this.device);
  }

  get genesis(): Bytes {
    return genesisOf(this.chain);
  }

  get uid(): Bytes {
    return this.chain.uid;
  }

  /** Appends what was made to the chain. */
  async take(made: MadeChain, office?: { identity: Bytes[]; coordinators: Bytes[] }): Promise<void> {
    for (const entry of made.entries)
      this.chain = await appendToChain(this.chain, entry, office ? { office } : {});
    this.entries.push(...made.entries);
    this.boxes.push(...made.boxes);
    this.seed = made.seed;
  }
}

/** Roots, offices and directory of an organisation. */
export class Clinic {
  readonly org: Bytes;
  readonly roots: readonly Bytes[];
  readonly offices: { readonly identity: Bytes; readonly intake: Bytes; readonly coordinator: Bytes };
  readonly safety: Bytes;
  readonly entries: Bytes[] = [];
  /** Seeds of the officers, roster by roster. */
  readonly rosters: { readonly uid: Bytes; readonly box: Bytes; readonly sign: Bytes }[][] = [];
  directory: Directory;
  private content: DirectoryContent | null = null;

  private constructor(
    readonly random: Random,
    readonly coordinator: Person,
  ) {
    this.org = random(16);
    this.directory = { org: this.org, snapshots: [] };
    this.roots = [random(32), random(32), random(32)];
    this.offices = { identity: random(32), intake: random(32), coordinator: random(32) };
    this.safety = random(32);
  }

  static async open(random: Random, k = 2, n = 3): Promise<Clinic> {
    const clinic = new Clinic(random, await Person.enrol(random, "coordinator"));
    await clinic.enter(START, { roster: await clinic.roster(k, n) });
    return clinic;
  }

  /** A roster of new officers. */
  async roster(k: number, n: number): Promise<Roster> {
    const seeds = Array.from({ length: n }, () => ({
      uid: this.random(16),
      box: this.random(32),
      sign: this.random(32),
    }));
    this.rosters.push(seeds);
    const officers = seeds.map(async ({ uid, box, sign }) => ({
      uid,
      box: await boxPublicKey(box),
      sign: publicKey(sign),
    }));
    return { generation: this.rosters.length, k, officers: await Promise.all(officers) };
  }

  /** The next entry of the directory. */
  async enter(ts: number, changes: { roster: Roster }): Promise<void> {
    this.content = { ...(this.content ?? (await this.firstContent(changes.roster))), ...changes, ts };
    const payload = directoryPayload(this.directory, this.content);
    const [first, second] = this.roots.map(officeSigner);
    if (first && second) this.entries.push(await makeCarried("mh1/dir", payload, first, second));
    this.directory = await verifyDirectory(this.org, this.roots.map(publicKey), this.entries);
  }

  private async firstContent(roster: Roster): Promise<DirectoryContent> {
    const { identity, intake, coordinator } = this.offices;
    return {
      ts: START,
      identity: [
        { uid: this.random(16), pk: publicKey(identity), scope: ANYONE },
        { uid: this.random(16), pk: publicKey(intake), scope: PATIENTS_ONLY },
      ],
      coordinators: [
        { uid: this.coordinator.uid, pk: publicKey(coordinator), genesis: this.coordinator.genesis },
      ],
      roster,
      safety: { uid: this.random(16), box: await boxPublicKey(this.safety) },
      log: { origin: "log.example/mh1", pk: publicKey(this.random(32)) },
      witnesses: [{ name: "witness.example/1", pk: publicKey(this.random(32)) }],
    };
  }

  /** An identity officer's attestation of a person. */
  attest(person: Person): Promise<Bytes> {
    const { uid, genesis, role } = person;
    const about = { uid, genesis, role, notAfter: FOREVER };
    return makeAttestation(officeSigner(this.offices.identity), about, "A synthetic person");
  }

  /** A person's card with its attestation. */
  async admission(person: Person, access: number): Promise<Admission> {
    const { uid, genesis } = person;
    return { card: { uid, genesis, access }, attestation: await this.attest(person) };
  }

  /** A coordinator's assignment; standing, where no conversation is given. */
  assign(cid: Bytes | null, person: Person, access: number, notAfter = FOREVER): Promise<Bytes> {
    const { uid, genesis, role } = person;
    const assignment = { cid, uid, genesis, role, access, nonce: this.random(16), notAfter };
    return makeAssignment(officeSigner(this.offices.coordinator), assignment);
  }
}

/** One conversation, as its server has it, and everything that its people hold. */
export class Story {
  readonly log: Log;
  readonly messages: Messages;
  readonly entries: Bytes[] = [];
  readonly boxes: Bytes[] = [];
  readonly sent: Bytes[] = [];
  readonly contents: Bytes[] = [];
  /** Every epoch's secret, as it was made. */
  readonly secrets: Bytes[] = [];
  now = START + MINUTE;

  constructor(
    readonly clinic: Clinic,
    readonly people: Person[],
  ) {
    this.log = new Log(clinic.random(16));
    this.messages = new Messages(this.log);
  }

  /** New people in a new conversation; the first of them, a clinician, creates it. */
  static async open(clinic: Clinic, roles: readonly string[]): Promise<Story> {
    const people: Person[] = [];
    for (const role of roles) people.push(await Person.enrol(clinic.random, role));
    const story = new Story(clinic, people);
    const admissions = await Promise.all(people.map((person) => clinic.admission(person, FULL)));
    const [author] = people;
    if (author) await story.write(author, (scribe) => scribe.create(admissions, story.now));
    return story;
  }

  get world(): World {
    const chains = [this.clinic.coordinator, ...this.people].map(({ chain }) => chain);
    return { directory: this.clinic.directory, chains: chainsOf(chains) };
  }

  /** Lets a person write an entry, and appends it. */
  async write(person: Person, make: (scribe: Scribe) => Promise<Written>): Promise<void> {
    const scribe = new Scribe(
      this.world,
      this.log,
      writerOf(person.chain, person.signer),
      this.clinic.random,
    );
    await this.take(await make(scribe));
  }

  /** Lets records officer x of the latest roster write an entry. */
  async writeAsOfficer(x: number, make: (scribe: Scribe) => Promise<Written>): Promise<void> {
    const officer = this.clinic.rosters.at(-1)?.[x - 1];
    if (officer === undefined) throw new RangeError("no such officer");
    const writer = officeWriter(officer.uid, officeSigner(officer.sign));
    await this.take(await make(new Scribe(this.world, this.log, writer, this.clinic.random)));
  }

  private async take({ entry, boxes, secret }: Written): Promise<void> {
    await this.log.append(this.world, entry);
    this.entries.push(entry);
    this.boxes.push(...boxes);
    if (secret) this.secrets.push(secret);
    this.now += MINUTE;
  }

  /** What the next epoch begins with; without its history link where `lacking`. */
  beginning(lacking = false): Beginning {
    const older = lacking ? null : (this.secrets[this.log.epoch] ?? null);
    return beginningOf(this.messages, older, this.now);
  }

  /** Lets a person say something in the current epoch. */
  async say(person: Person, content: Content, plan: Bytes | null = null): Promise<Bytes> {
    const m = (await this.keysOf(person)).messageKeys.get(this.log.epoch);
    if (m === undefined) throw new RangeError("this person has no key of the epoch");
    return this.sayWith(m, person, content, plan);
  }

  /** The same, with the epoch's message key at hand. */
  async sayWith(m: Bytes, person: Person, content: Content, plan: Bytes | null = null): Promise<Bytes> {
    const dispatch = { sender: person.uid, signer: person.signer, m, content, now: this.now, plan };
    const envelope = await compose(this.world, this.messages, dispatch, this.clinic.random);
    await this.messages.append(this.world, envelope);
    this.sent.push(envelope);
    this.contents.push(encodeContent(content));
    this.now += MINUTE;
    return envelope;
  }

  /** What a person's keys open. */
  async keysOf(person: Person): Promise<Keyring> {
    const own = await ownGenerations(person.chain, person.seed, generationOf(person.chain));
    const boxes = new Map(this.boxes.map((box) => [hex(hash(box)), box]));
    const reader = { uid: person.uid, genesis: person.genesis, own };
    return readKeys(this.clinic.directory, this.log, reader, boxes);
  }
}

/** What a log lacks and this person may write into it: never on the server's word alone who is to read (3.5, 3.8). */
import { CLINICIAN, verifyAssignment } from "../crypto/mh1/attestation";
import { type Bytes, equal, hex } from "../crypto/mh1/bytes";
import { genesisOf } from "../crypto/mh1/chains";
import type { Messages } from "../crypto/mh1/conversation";
import { directoryAt, latest } from "../crypto/mh1/directory";
import { FULL } from "../crypto/mh1/entries";
import type { Log } from "../crypto/mh1/log";
import type { Keyring } from "../crypto/mh1/reader";
import { Refused } from "../crypto/mh1/refused";
import { beginningOf } from "../crypto/mh1/sending";
import { type Admission, type Beginning, Scribe, type Written, writerOf } from "../crypto/mh1/writing";
import { asRefusal } from "./people";
import type { Self, Setting } from "./setting";
import type { Roll } from "./transport";

/** One entry to write; its name is the same however often it is tried. */
export interface Step {
  readonly name: string;
  write(): Promise<Written>;
}

/** What a step is decided from. */
export interface Standing {
  readonly log: Log;
  readonly roll: Roll;
  readonly keyring: Keyring;
  readonly setting: Setting;
  /** The time for what one signs. */
  readonly now: () => number;
  readonly thread: { readonly messages: Messages | null };
  isFull(): boolean;
}

/** The next entry to write, or null where nothing is left for this person to do. */
export async function nextStep(at: Standing, without: ReadonlySet<string>): Promise<Step | null> {
  const self = at.setting.self();
  const steps = at.log.hashes.length === 0 ? creating(at, self) : at.isFull() ? keeping(at) : nothing();
  for await (const step of steps) if (!without.has(step.name)) return step;
  return null;
}

async function* nothing(): AsyncGenerator<Step> {}

async function* keeping(at: Standing): AsyncGenerator<Step> {
  yield* readmitting(at);
  yield* adding(at);
  yield* ending(at);
  yield* linking(at);
  yield* resharing(at);
}

/** A clinician of the conversation creates its log, or a coordinator does; whoever has no keys yet is added later. */
async function* creating(at: Standing, self: Self): AsyncGenerator<Step> {
  const { now } = at;
  const { people } = at.setting;
  const { uid } = self.chain;
  const inside = at.roll.members.some((one) => equal(one.uid, uid));
  const own = await people.attested(uid, now());
  const clinician = inside && own?.role === CLINICIAN;
  if (!clinician && !isCoordinator(at, self)) return;
  const admissions: Admission[] = [];
  for (const { uid: member } of at.roll.members) {
    const admission = await admissionOf(at, member, FULL);
    if (admission) admissions.push(admission.admission);
  }
  if (admissions.length === 0) return;
  yield { name: "create", write: () => scribe(at).create(admissions, now()) };
}

function isCoordinator(at: Standing, { chain }: Self): boolean {
  const { coordinators } = latest(at.setting.people.directory);
  return coordinators.some((one) => equal(one.uid, chain.uid) && equal(one.genesis, genesisOf(chain)));
}

/** A member who had to begin a new chain, once it is attested in the same role. */
async function* readmitting(at: Standing): AsyncGenerator<Step> {
  for (const { uid, genesis, access, role } of at.log.members.values()) {
    const newest = at.setting.people.chainOf(uid);
    if (newest === null || equal(genesisOf(newest), genesis)) continue;
    const found = await admissionOf(at, uid, access);
    if (found?.role !== role) continue;
    const name = `readmit/${hex(found.admission.card.genesis)}`;
    yield { name, write: () => scribe(at).readmit(found.admission, beginning(at)) };
  }
}

/** Whoever a coordinator assigned, the server counts in, and an officer attested. */
async function* adding(at: Standing): AsyncGenerator<Step> {
  const { now } = at;
  const { people } = at.setting;
  for (const cose of at.roll.assignments) {
    const offices = latest(people.directory);
    const assignment = await verifyAssignment(cose, offices, at.log.cid, now()).catch(asRefusal);
    if (assignment instanceof Refused || at.log.nonces.has(hex(assignment.nonce))) continue;
    const { uid, genesis, role, access } = assignment;
    if (at.log.members.has(hex(uid)) || !at.roll.members.some((one) => equal(one.uid, uid))) continue;
    const found = await admissionOf(at, uid, access);
    if (found?.role !== role || !equal(found.admission.card.genesis, genesis)) continue;
    const name = `add/${hex(assignment.nonce)}`;
    yield { name, write: () => scribe(at).add(found.admission, cose, beginning(at)) };
  }
}

/** Whose assignment has ended, and whom the server no longer counts in. */
async function* ending(at: Standing): AsyncGenerator<Step> {
  const now = at.now();
  for (const { uid, assignedUntil } of at.log.members.values()) {
    const ended = assignedUntil !== null && assignedUntil < now;
    if (!ended || at.roll.members.some((one) => equal(one.uid, uid))) continue;
    yield { name: `remove/${hex(uid)}`, write: () => scribe(at).remove(uid, 0, now) };
  }
}

/** A way back that an author could not give, where this person can. */
async function* linking(at: Standing): AsyncGenerator<Step> {
  for (const { e, history } of at.log.epochs) {
    const secret = at.keyring.secrets.get(e)?.s;
    const older = at.keyring.secrets.get(e - 1)?.s;
    if (e === 0 || history !== null || !secret || !older) continue;
    yield { name: `link/${e}`, write: () => scribe(at).link(e, secret, older, at.now()) };
  }
}

/** The newest epoch's shares for the records officers of now, where it was begun for others. */
async function* resharing(at: Standing): AsyncGenerator<Step> {
  const { log, keyring } = at;
  const now = at.now();
  const shared = log.epochs.at(-1)?.escrows.at(-1);
  const secret = keyring.secrets.get(log.epoch)?.s;
  const { rosterHash } = directoryAt(at.setting.people.directory, Math.max(now, log.ts));
  if (!shared || !secret || equal(shared.roster, rosterHash)) return;
  yield { name: `reshare/${log.epoch}/${hex(rosterHash)}`, write: () => scribe(at).reshare(secret, now) };
}

/** Writes into a log as whoever sits here. */
export function scribe({ log, setting }: Pick<Standing, "log" | "setting">): Scribe {
  const { chain, signer } = setting.self();
  return new Scribe(setting.people, log, writerOf(chain, signer), setting.random);
}

/** What admits somebody: the chain they use now, and the attestation in force; null where one of them is missing. */
export async function admissionOf(
  at: Standing,
  uid: Bytes,
  access: number,
): Promise<{ admission: Admission; role: string } | null> {
  const { now } = at;
  const { people } = at.setting;
  const chain = people.chainOf(uid);
  const attested = await people.attested(uid, now());
  if (chain === null || attested === null || chain.closed !== null) return null;
  const card = { uid, genesis: genesisOf(chain), access };
  return { admission: { card, attestation: attested.cose }, role: attested.role };
}

function beginning(at: Standing): Beginning {
  const { messages } = at.thread;
  if (messages === null) throw new RangeError("the messages are not all here");
  const older = at.keyring.secrets.get(at.log.epoch)?.s ?? null;
  return beginningOf(messages, older, at.now());
}

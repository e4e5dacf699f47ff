/** What a coordinator signs about a conversation they do not read: who belongs to it (3.5). */
import { type Attestation, makeAssignment } from "../crypto/mh1/attestation";
import { type Bytes, equal, utf8 } from "../crypto/mh1/bytes";
import type { Signer } from "../crypto/mh1/ed25519";
import { FULL } from "../crypto/mh1/entries";
import { hash } from "../crypto/mh1/primitives";
import { idOf, uidOf } from "../keyring/ids";
import { admissionOf, type Standing } from "./reconcile";

const YEAR = 365 * 86_400_000;

/** Somebody as a coordinator sees and means them. */
export interface Meant {
  readonly id: string;
  readonly name: string;
}

/** The keys were confirmed for somebody of another name than the one who is meant. */
export class OtherName extends Error {
  override readonly name = "OtherName";
}

/** Whether somebody's keys are confirmed by now, under the name that is meant; throws OtherName. */
async function admissible(at: Standing, { id, name }: Meant) {
  const uid = uidOf(id);
  const found = await admissionOf(at, uid, FULL);
  const attested = await at.setting.people.attested(uid, at.now());
  if (found === null || attested === null) return null;
  if (!equal(attested.nameHash, hash(utf8(name)))) throw new OtherName();
  return found;
}

/** A coordinator's word, by their office key, that somebody belongs here with the keys they have now; null without any. */
export async function assignmentOf(at: Standing, office: Signer, who: Meant): Promise<Bytes | null> {
  const found = await admissible(at, who);
  if (found === null) return null;
  const { uid, genesis, access } = found.admission.card;
  const until = { nonce: at.setting.random(16), notAfter: at.now() + YEAR };
  return makeAssignment(office, { cid: at.log.cid, uid, genesis, role: found.role, access, ...until });
}

/** A coordinator's word that somebody belongs wherever they are called in, with the keys they have now, until then. */
export function standingFor(
  office: Signer,
  { uid, genesis, role, nameHash }: Attestation,
  name: string,
  until: { nonce: Bytes; notAfter: number },
): Promise<Bytes> {
  if (!equal(nameHash, hash(utf8(name)))) throw new OtherName();
  return makeAssignment(office, { cid: null, uid, genesis, role, access: FULL, ...until });
}

/** Whether exactly these people would be let in by whoever begins the log now. */
export async function isMeant(at: Standing, people: readonly Meant[]): Promise<boolean> {
  const meant = new Map(people.map((one) => [one.id, one]));
  let admitted = 0;
  for (const { uid } of at.roll.members) {
    if ((await admissionOf(at, uid, FULL)) === null) continue;
    const who = meant.get(idOf(uid));
    if (who === undefined || (await admissible(at, who)) === null) return false;
    admitted++;
  }
  return admitted === meant.size;
}

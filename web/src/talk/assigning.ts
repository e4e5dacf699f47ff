/** What a coordinator signs about a conversation they do not read: who belongs to it, and who no longer does (3.5). */
import { makeAssignment } from "../crypto/mh1/attestation";
import { type Bytes, equal, hex } from "../crypto/mh1/bytes";
import type { Signer } from "../crypto/mh1/ed25519";
import { FULL } from "../crypto/mh1/entries";
import { idOf, uidOf } from "../keyring/ids";
import { admissionOf, type Standing } from "./reconcile";

const YEAR = 365 * 86_400_000;

/** How the log and the server's word on who belongs to a conversation differ; ids of people. */
export interface Difference {
  /** With attested keys, not in the log, and nobody has signed for them yet. */
  readonly toAssign: readonly string[];
  /** Without attested keys: an identity officer comes first. */
  readonly withoutKeys: readonly string[];
  /** In the log, and no longer here for the server. */
  readonly toRemove: readonly string[];
}

/** What is left for a coordinator to confirm; nothing of it is done on the server's word alone. */
export async function differenceOf(at: Standing, assigned: readonly Bytes[]): Promise<Difference> {
  const [toAssign, withoutKeys]: [string[], string[]] = [[], []];
  for (const { uid } of at.roll.members) {
    if (at.log.members.has(hex(uid)) || assigned.some((one) => equal(one, uid))) continue;
    const admission = await admissionOf(at, uid, FULL);
    (admission ? toAssign : withoutKeys).push(idOf(uid));
  }
  const present = new Set(at.roll.members.map(({ uid }) => hex(uid)));
  const gone = [...at.log.members.values()].filter(({ uid }) => !present.has(hex(uid)));
  return { toAssign, withoutKeys, toRemove: gone.map(({ uid }) => idOf(uid)) };
}

/** A coordinator's word, by their office key, that somebody belongs here with the keys they have now; null without any. */
export async function assignmentOf(
  at: Standing,
  office: Signer,
  personId: string,
  access = FULL,
): Promise<Bytes | null> {
  const uid = uidOf(personId);
  const found = await admissionOf(at, uid, access);
  if (found === null) return null;
  const { genesis } = found.admission.card;
  const until = { nonce: at.setting.random(16), notAfter: at.now() + YEAR };
  return makeAssignment(office, { cid: at.log.cid, uid, genesis, role: found.role, access, ...until });
}

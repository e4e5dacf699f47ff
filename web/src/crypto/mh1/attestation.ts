/** What offices sign about people: attestations of a genesis, and assignments to a conversation (3.4, 3.5). */
import { type Bytes, equal, utf8 } from "./bytes";
import { keyKid, makeSign1, parseSign1, verifySign1 } from "./cose";
import { ANYONE, type Snapshot } from "./directory";
import type { Signer } from "./ed25519";
import { encode } from "./encoding";
import { decodeMap } from "./fields";
import { hash } from "./primitives";
import { demand } from "./refused";

export const PATIENT = "patient";
export const CLINICIAN = "clinician";
export const NONCE_BYTES = 16;
const DAY = 86_400_000;
const LONGEST_DUTY = 31 * DAY;

/** An identity officer's word that a genesis is this person's, in a role. */
export interface Attestation {
  readonly uid: Bytes;
  readonly genesis: Bytes;
  readonly role: string;
  readonly notAfter: number;
  readonly nameHash: Bytes;
}

/** A coordinator's word that a person belongs to a conversation, or, standing, to any one (`cid` null). */
export interface Assignment {
  readonly cid: Bytes | null;
  readonly uid: Bytes;
  readonly genesis: Bytes;
  readonly role: string;
  readonly access: number;
  readonly nonce: Bytes;
  readonly notAfter: number;
}

/** Verifies an attestation with the directory of the time, and that it has not ended. */
export async function verifyAttestation(data: Bytes, directory: Snapshot, ts: number): Promise<Attestation> {
  const sign1 = parseSign1(data);
  const map = decodeMap(sign1.payload, [0, 1, 2, 3, 4], "directory");
  const attestation = {
    uid: map.bytes(0, 16),
    genesis: map.bytes(1, 32),
    role: map.text(2),
    notAfter: map.uint(3),
    nameHash: map.bytes(4, 32),
  };
  const officer = directory.identity.find(
    ({ pk, scope }) => equal(keyKid(pk), sign1.kid) && (scope === ANYONE || attestation.role === PATIENT),
  );
  demand(officer !== undefined, "directory", "attested by nobody who may");
  demand(attestation.notAfter >= ts, "directory", "the attestation has ended");
  await verifySign1(sign1, "mh1/dir", officer.pk);
  return attestation;
}

/** Signs an attestation with an identity officer's office key. */
export function makeAttestation(
  officer: Signer,
  about: Omit<Attestation, "nameHash">,
  displayName: string,
): Promise<Bytes> {
  const values = [about.uid, about.genesis, about.role, about.notAfter, hash(utf8(displayName))];
  return makeSign1(officer, "mh1/dir", encode(new Map(values.entries())));
}

/** Verifies an assignment to this conversation with the directory of the time, and that it has not ended. */
export async function verifyAssignment(
  data: Bytes,
  directory: Snapshot,
  cid: Bytes,
  ts: number,
): Promise<Assignment> {
  const sign1 = parseSign1(data);
  const map = decodeMap(sign1.payload, [0, 1, 2, 3, 4, 5, 6, 7], "directory").is(0, 1);
  const assignment = {
    cid: map.bytesOrNull(1, 16),
    uid: map.bytes(2, 16),
    genesis: map.bytes(3, 32),
    role: map.text(4),
    access: map.uint(5, 1),
    nonce: map.bytes(6, NONCE_BYTES),
    notAfter: map.uint(7),
  };
  const coordinator = directory.coordinators.find(({ pk }) => equal(keyKid(pk), sign1.kid));
  demand(coordinator !== undefined, "directory", "assigned by no coordinator");
  demand(assignment.notAfter >= ts, "directory", "the assignment has ended");
  if (assignment.cid !== null)
    demand(equal(assignment.cid, cid), "directory", "assigned to another conversation");
  else
    demand(
      assignment.notAfter <= ts + LONGEST_DUTY,
      "directory",
      "a standing assignment lasts 31 days at most",
    );
  await verifySign1(sign1, "mh1/assign", coordinator.pk);
  return assignment;
}

/** Signs an assignment with a coordinator's office key. */
export function makeAssignment(coordinator: Signer, assignment: Assignment): Promise<Bytes> {
  const { cid, uid, genesis, role, access, nonce, notAfter } = assignment;
  const values = [1, cid, uid, genesis, role, access, nonce, notAfter];
  return makeSign1(coordinator, "mh1/assign", encode(new Map(values.entries())));
}

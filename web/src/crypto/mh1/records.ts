/** What the records office signs: requests, approvals, "share ok", and the entry that says it had access (3.5, 3.10). */
import { type Bytes, equal } from "./bytes";
import { entryHash, keyKid, makeSign1, parseSign1, verifySign1 } from "./cose";
import type { Roster, Snapshot } from "./directory";
import type { Signer } from "./ed25519";
import { type Cbor, encode } from "./encoding";
import type { Entry } from "./entries";
import { decodeMap, mapOf, tuple } from "./fields";
import { ZEROS } from "./primitives";
import { demand } from "./refused";

export const EXPORT = 0;
export const READMISSION = 1;
export const RESHARING = 2;
const LONGEST_REQUEST = 72 * 3_600_000;

/** What a coordinator asks of the records officers; entries and approvals name it by its entry hash. */
export interface RecordsRequest {
  readonly cid: Bytes;
  readonly first: number;
  readonly last: number;
  readonly purpose: number;
  readonly basis: string;
  readonly subject: Bytes;
  /** SHA-256 of the recovery workstation's box key. */
  readonly workstation: Bytes;
  readonly recipient: Bytes;
  readonly expiry: number;
}

/** Officer x agrees to a request. */
export interface Approval {
  readonly cid: Bytes;
  readonly request: Bytes;
  readonly x: number;
  readonly ts: number;
}

/** Officer x has opened its share and found it to be the one in the log. */
export interface ShareOk {
  readonly cid: Bytes;
  /** SHA-256 of the share. */
  readonly share: Bytes;
  readonly x: number;
  readonly ts: number;
  readonly e: number;
}

/** Signs a request with a coordinator's office key. */
export function makeRequest(coordinator: Signer, request: RecordsRequest): Promise<Bytes> {
  const { cid, first, last, purpose, basis, subject, workstation, recipient, expiry } = request;
  const values: Cbor[] = [1, cid, [first, last], purpose, basis, subject, workstation, recipient, expiry];
  return makeSign1(coordinator, "mh1/records", encode(new Map(values.entries())));
}

/** Verifies a request with the directory of the time, and returns it with the hash that names it. */
export async function verifyRequest(
  data: Bytes,
  directory: Snapshot,
  ts: number,
): Promise<RecordsRequest & { readonly hash: Bytes }> {
  const sign1 = parseSign1(data);
  const map = decodeMap(sign1.payload, [0, 1, 2, 3, 4, 5, 6, 7, 8], "escrow").is(0, 1);
  const range = map.tuple(2, 2);
  const request = {
    cid: map.bytes(1, 16),
    first: range.uint(0),
    last: range.uint(1),
    purpose: map.uint(3, RESHARING),
    basis: map.text(4),
    subject: map.bytes(5, 16),
    workstation: map.bytes(6, 32),
    recipient: map.bytes(7),
    expiry: map.uint(8),
  };
  const coordinator = directory.coordinators.find(({ pk }) => equal(keyKid(pk), sign1.kid));
  demand(coordinator !== undefined, "escrow", "requested by no coordinator");
  demand(request.first <= request.last, "escrow", "no such range of epochs");
  demand(
    request.expiry >= ts && request.expiry <= ts + LONGEST_REQUEST,
    "escrow",
    "the request has ended, or too late an end",
  );
  await verifySign1(sign1, "mh1/records", coordinator.pk);
  return { ...request, hash: entryHash(sign1, "mh1/records") };
}

/** Signs an approval with an officer's office key. */
export function makeApproval(officer: Signer, { cid, request, x, ts }: Approval): Promise<Bytes> {
  return makeSign1(officer, "mh1/records", encode(new Map<number, Cbor>([1, cid, request, x, ts].entries())));
}

/** Verifies an approval by the officer of the roster that it names. */
export async function verifyApproval(data: Bytes, roster: Roster): Promise<Approval> {
  const sign1 = parseSign1(data);
  const map = decodeMap(sign1.payload, [0, 1, 2, 3, 4], "escrow").is(0, 1);
  const approval = { cid: map.bytes(1, 16), request: map.bytes(2, 32), x: map.uint(3), ts: map.uint(4) };
  await verifySign1(sign1, "mh1/records", officerKey(roster, approval.x, sign1.kid));
  return approval;
}

function officerKey(roster: Roster, x: number, kid: Bytes): Bytes {
  const officer = roster.officers[x - 1];
  demand(
    officer !== undefined && equal(keyKid(officer.sign), kid),
    "escrow",
    "signed by another than officer x",
  );
  return officer.sign;
}

/** Signs that an officer's share is in order. */
export function makeShareOk(officer: Signer, { cid, share, x, ts, e }: ShareOk): Promise<Bytes> {
  const values = [1, cid, share, x, ts, e];
  return makeSign1(officer, "mh1/records", encode(new Map<number, Cbor>(values.entries())));
}

/** Verifies a "share ok". */
export async function verifyShareOk(data: Bytes, roster: Roster): Promise<ShareOk> {
  const sign1 = parseSign1(data);
  const map = decodeMap(sign1.payload, [0, 1, 2, 3, 4, 5], "escrow").is(0, 1);
  const ok = {
    cid: map.bytes(1, 16),
    share: map.bytes(2, 32),
    x: map.uint(3),
    ts: map.uint(4),
    e: map.uint(5),
  };
  await verifySign1(sign1, "mh1/records", officerKey(roster, ok.x, sign1.kid));
  return ok;
}

/** Verifies an entry of type 7: enough officers approved, and one of them signed it with its office key. */
export async function verifyAccess(entry: Entry, cid: Bytes, newest: number, roster: Roster): Promise<void> {
  const body = mapOf(entry.body, [0, 1, 2, 3], "log");
  const range = tuple(body.value(1), 2, "log");
  demand(range.uint(0) <= range.uint(1, newest), "log", "no such range of epochs");
  body.uint(2, RESHARING);
  const onNoChain = entry.chain.seq === 0 && equal(entry.chain.hash, ZEROS);
  demand(onNoChain, "log", "an office key is on no user chain");
  const request = body.bytes(0, 32);
  const officers = new Set<number>();
  for (const data of body.list(3)) {
    demand(data instanceof Uint8Array, "log", "an approval is a byte string");
    const approval = await verifyApproval(data, roster);
    const fits = equal(approval.cid, cid) && equal(approval.request, request) && approval.ts <= entry.ts;
    demand(fits, "log", "an approval of something else");
    officers.add(approval.x);
  }
  demand(officers.size >= roster.k, "log", "approved by too few officers");
  const author = [...officers]
    .map((x) => roster.officers[x - 1])
    .find((one) => one && equal(one.uid, entry.author) && equal(keyKid(one.sign), entry.kid));
  demand(author !== undefined, "log", "written by none of the officers who approved");
  await verifySign1(entry.sign1, "mh1/log", author.sign);
}

/** The body of an entry of type 7. */
export function accessBody(
  request: Bytes,
  first: number,
  last: number,
  purpose: number,
  approvals: readonly Bytes[],
): Cbor {
  return new Map<number, Cbor>([request, [first, last], purpose, [...approvals]].entries());
}

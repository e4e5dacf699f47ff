/** The organisation's directory: offices and the records roster, signed by two of three pinned root keys (3.2). */
import { BOX_PUBLIC_BYTES } from "./box";
import { type Bytes, equal, hex } from "./bytes";
import { parseCarried, verifyCarried } from "./carried";
import { keyKid } from "./cose";
import { checkPublicKey } from "./ed25519";
import { type Cbor, encode } from "./encoding";
import { decodeMap, type Fields, mapOf, tuple } from "./fields";
import { hash, ZEROS } from "./primitives";
import { demand, Refused } from "./refused";
import type { OfficeKeys } from "./userchain";

export const ANYONE = 0;
export const PATIENTS_ONLY = 1;
export const ROOTS = 3;
export const MOST_OFFICERS = 16;
const QUORUM = 2;

/** Attests that a genesis is a person's; scope 1 may attest patients only. */
export interface IdentityOfficer {
  readonly uid: Bytes;
  readonly pk: Bytes;
  readonly scope: number;
}

/** Assigns people to conversations, and writes logs with the chain of this genesis. */
export interface Coordinator {
  readonly uid: Bytes;
  readonly pk: Bytes;
  readonly genesis: Bytes;
}

/** Holds a share of every epoch. */
export interface RecordsOfficer {
  readonly uid: Bytes;
  readonly box: Bytes;
  readonly sign: Bytes;
}

/** The records officers; officer x stands at place x, counted from 1. */
export interface Roster {
  readonly generation: number;
  readonly k: number;
  readonly officers: readonly RecordsOfficer[];
}

/** What an entry says: all of it, valid from its time on. */
export interface DirectoryContent {
  readonly ts: number;
  readonly identity: readonly IdentityOfficer[];
  readonly coordinators: readonly Coordinator[];
  readonly roster: Roster;
  readonly safety: { readonly uid: Bytes; readonly box: Bytes };
  readonly log: { readonly origin: string; readonly pk: Bytes };
  readonly witnesses: readonly { readonly name: string; readonly pk: Bytes }[];
}

/** A verified entry. */
export interface Snapshot extends DirectoryContent {
  readonly hash: Bytes;
  readonly rosterHash: Bytes;
}

/** The verified directory, the oldest entry first. */
export interface Directory {
  readonly org: Bytes;
  readonly snapshots: readonly Snapshot[];
}

/** Verifies all entries from the pinned roots. */
export async function verifyDirectory(
  org: Bytes,
  roots: readonly Bytes[],
  entries: readonly Bytes[],
): Promise<Directory> {
  for (const root of roots) checkPublicKey(root);
  const different = new Set(roots.map(hex)).size;
  demand(roots.length === ROOTS && different === ROOTS, "directory", "an organisation has three root keys");
  let directory: Directory = { org, snapshots: [] };
  for (const entry of entries) directory = await appendToDirectory(directory, roots, entry);
  demand(directory.snapshots.length > 0, "directory", "the directory is empty");
  return directory;
}

/** Verifies the next entry and returns the directory with it. */
export async function appendToDirectory(
  directory: Directory,
  roots: readonly Bytes[],
  data: Bytes,
): Promise<Directory> {
  const entry = parseCarried(data, "mh1/dir");
  const payload = decodeMap(entry.payload, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10], "directory").is(0, 1);
  const last = directory.snapshots.at(-1);
  payload
    .isBytes(1, directory.org)
    .is(2, directory.snapshots.length)
    .isBytes(3, last?.hash ?? ZEROS);
  const content = parseContent(payload);
  demand(content.ts >= (last?.ts ?? 0), "directory", "time runs backwards");
  const signers = entry.signatures.map(({ kid }) => {
    const pk = roots.find((root) => equal(keyKid(root), kid));
    demand(pk !== undefined, "directory", "signed by no pinned root");
    return { kid, pk };
  });
  const different = new Set(signers.map(({ pk }) => hex(pk))).size;
  demand(different >= QUORUM && different === signers.length, "directory", "signed by fewer than two roots");
  await verifyCarried(entry, signers);
  const snapshot = { ...content, hash: entry.hash, rosterHash: rosterHash(content.roster) };
  return { ...directory, snapshots: [...directory.snapshots, snapshot] };
}

function parseContent(payload: Fields): DirectoryContent {
  const safety = payload.tuple(8, 2);
  const log = payload.tuple(9, 2);
  return {
    ts: payload.uint(4),
    identity: payload.each(5, (item) => {
      const fields = tuple(item, 3, "directory");
      return { uid: fields.bytes(0, 16), pk: enrolled(fields, 1), scope: fields.uint(2, PATIENTS_ONLY) };
    }),
    coordinators: payload.each(6, (item) => {
      const fields = tuple(item, 3, "directory");
      return { uid: fields.bytes(0, 16), pk: enrolled(fields, 1), genesis: fields.bytes(2, 32) };
    }),
    roster: parseRoster(payload.value(7)),
    safety: { uid: safety.bytes(0, 16), box: safety.bytes(1, BOX_PUBLIC_BYTES) },
    log: { origin: log.text(0), pk: enrolled(log, 1) },
    witnesses: payload.each(10, (item) => {
      const fields = tuple(item, 2, "directory");
      return { name: fields.text(0), pk: enrolled(fields, 1) };
    }),
  };
}

function enrolled(fields: Fields, key: number): Bytes {
  const pk = fields.bytes(key, 32);
  checkPublicKey(pk);
  return pk;
}

function parseRoster(value: Cbor): Roster {
  const map = mapOf(value, [0, 1, 2, 3], "directory");
  const officers = map.each(3, (item) => {
    const fields = tuple(item, 3, "directory");
    return { uid: fields.bytes(0, 16), box: fields.bytes(1, BOX_PUBLIC_BYTES), sign: enrolled(fields, 2) };
  });
  const k = map.uint(1);
  demand(
    2 <= k && k <= officers.length && officers.length <= MOST_OFFICERS,
    "directory",
    "no such threshold",
  );
  map.is(2, officers.length);
  return { generation: map.uint(0), k, officers };
}

function rosterValue({ generation, k, officers }: Roster): Cbor {
  const list = officers.map((officer) => [officer.uid, officer.box, officer.sign]);
  return new Map<number, Cbor>([generation, k, officers.length, list].entries());
}

/** What entries and boxes name a roster by. */
export function rosterHash(roster: Roster): Bytes {
  return hash(encode(rosterValue(roster)));
}

/** The payload of the next entry, for the root keys to sign with `makeCarried`. */
export function directoryPayload(directory: Directory, content: DirectoryContent): Cbor {
  const values: Cbor[] = [
    1,
    directory.org,
    directory.snapshots.length,
    directory.snapshots.at(-1)?.hash ?? ZEROS,
    content.ts,
    content.identity.map(({ uid, pk, scope }) => [uid, pk, scope]),
    content.coordinators.map(({ uid, pk, genesis }) => [uid, pk, genesis]),
    rosterValue(content.roster),
    [content.safety.uid, content.safety.box],
    [content.log.origin, content.log.pk],
    content.witnesses.map(({ name, pk }) => [name, pk]),
  ];
  return new Map(values.entries());
}

/** The newest entry. */
export function latest(directory: Directory): Snapshot {
  return directoryAt(directory, Number.MAX_SAFE_INTEGER);
}

/** The newest entry that is not later than this time. */
export function directoryAt(directory: Directory, ts: number): Snapshot {
  const found = directory.snapshots.findLast((snapshot) => snapshot.ts <= ts);
  if (found === undefined) throw new Refused("directory", "there was no directory at this time");
  return found;
}

/** The roster of this hash, from whichever entry. */
export function rosterOf(directory: Directory, wanted: Bytes): Roster {
  const found = directory.snapshots.find((snapshot) => equal(snapshot.rosterHash, wanted));
  if (found === undefined) throw new Refused("escrow", "no such roster in the directory");
  return found.roster;
}

/** The office keys of all entries, which may close a chain. */
export function officeKeys(directory: Directory): OfficeKeys {
  return {
    identity: directory.snapshots.flatMap(({ identity }) => identity.map(({ pk }) => pk)),
    coordinators: directory.snapshots.flatMap(({ coordinators }) => coordinators.map(({ pk }) => pk)),
  };
}

/** The form of a conversation log's entries; what they may say at their place is judged in `judges` (3.5). */
import { type Bytes, compare, equal } from "./bytes";
import type { TreeHead } from "./content";
import { entryHash, makeSign1, parseSign1, type Sign1 } from "./cose";
import type { Signer } from "./ed25519";
import { type Cbor, encode } from "./encoding";
import { LINK_BYTES } from "./epoch";
import { type Escrow, escrowValue, parseEscrow } from "./escrow";
import { decodeMap, type Fields, mapOf, tuple } from "./fields";
import { EMPTY_ROOT } from "./merkle";
import { demand } from "./refused";

export const CREATE = 0;
export const ADD = 1;
export const REMOVE = 2;
export const ROTATE = 3;
export const LINK = 4;
export const RESHARE = 5;
export const READMIT = 6;
export const RECORDS_ACCESS = 7;
export const POLICY = 8;
export const CHECKPOINT = 9;

export const FULL = 0;
export const NO_HISTORY = 1;
export const EMPTY_TREE: TreeHead = { size: 0, root: EMPTY_ROOT };

const ALL_KEYS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
const KEY_BODY = [0, 1, 2, 3, 4, 5, 6];
const SPECIFIC = 10;

/** Whether entries of this type begin an epoch. */
export const beginsEpoch = (type: number) => [CREATE, ADD, ROTATE, READMIT].includes(type);

/** What every entry says. */
export interface EntryContent {
  readonly cid: Bytes;
  readonly seq: number;
  readonly previous: Bytes;
  readonly type: number;
  readonly author: Bytes;
  readonly ts: number;
  /** The epoch after the entry. */
  readonly epoch: number;
  readonly body: Cbor;
  /** Where the author's user chain stood. */
  readonly chain: { readonly seq: number; readonly hash: Bytes };
  readonly tree: TreeHead;
}

/** An entry, read and not yet judged. */
export interface Entry extends EntryContent {
  readonly hash: Bytes;
  readonly kid: Bytes;
  readonly sign1: Sign1;
}

/** A member's access to an epoch: for which PUK generation, of which kind, in which box. */
export interface Grant {
  readonly uid: Bytes;
  readonly generation: number;
  readonly kind: number;
  readonly box: Bytes;
}

/** What begins an epoch. */
export interface KeyBody {
  readonly c: Bytes;
  readonly mc: Bytes;
  readonly grants: readonly Grant[];
  /** The wrapped secret of the epoch before, or null where it is missing. */
  readonly history: Bytes | null;
  readonly escrow: Escrow;
  /** Number and root of the messages of the epoch before, as the author has seen them. */
  readonly closing: TreeHead;
}

/** Who is to be a member: whose chain, and with the history or without. */
export interface MemberCard {
  readonly uid: Bytes;
  readonly genesis: Bytes;
  readonly access: number;
}

/** Reads an entry of the one form there is. */
export function parseEntry(data: Bytes): Entry {
  const sign1 = parseSign1(data);
  const map = decodeMap(sign1.payload, ALL_KEYS, "log").is(0, 1).isBytes(6, sign1.kid);
  const chain = map.tuple(10, 2);
  const tree = treeHead(map.tuple(11, 2));
  demand(tree.size > 0 || equal(tree.root, EMPTY_ROOT), "log", "the empty tree has another root");
  return {
    cid: map.bytes(1, 16),
    seq: map.uint(2),
    previous: map.bytes(3, 32),
    type: map.uint(4, CHECKPOINT),
    author: map.bytes(5, 16),
    ts: map.uint(7),
    epoch: map.uint(8),
    body: map.value(9),
    chain: { seq: chain.uint(0), hash: chain.bytes(1, 32) },
    tree,
    hash: entryHash(sign1, "mh1/log"),
    kid: sign1.kid,
    sign1,
  };
}

/** Signs an entry. */
export function makeEntry(signer: Signer, entry: EntryContent): Promise<Bytes> {
  const { cid, seq, previous, type, author, ts, epoch, body, chain, tree } = entry;
  const values: Cbor[] = [
    1,
    cid,
    seq,
    previous,
    type,
    author,
    signer.kid,
    ts,
    epoch,
    body,
    [chain.seq, chain.hash],
    [tree.size, tree.root],
  ];
  return makeSign1(signer, "mh1/log", encode(new Map(values.entries())));
}

/** A number of leaves and their root. */
export function treeHead(pair: Fields): TreeHead {
  return { size: pair.uint(0), root: pair.bytes(1, 32) };
}

/** Reads what begins an epoch, and what the type adds to it. */
export function parseKeyBody(entry: Entry): { body: KeyBody; specific: Cbor } {
  const keys = entry.type === ROTATE ? KEY_BODY : [...KEY_BODY, SPECIFIC];
  const map = mapOf(entry.body, keys, "log");
  const history = map.bytes(3, 0, LINK_BYTES);
  demand([0, LINK_BYTES].includes(history.length), "log", "no history link has this length");
  demand(history.length === 0 || entry.type !== CREATE, "log", "nothing comes before the first epoch");
  const body = {
    c: map.bytes(0, 32),
    mc: map.bytes(1, 32),
    grants: map.each(2, parseGrant),
    history: history.length > 0 ? history : null,
    escrow: parseEscrow(map),
    closing: treeHead(map.tuple(6, 2)),
  };
  const sorted = body.grants.every(
    (grant, i, all) => i === 0 || compare(all[i - 1]?.uid ?? grant.uid, grant.uid) < 0,
  );
  demand(sorted, "grant", "the grants are not sorted");
  return { body, specific: map.has(SPECIFIC) ? map.value(SPECIFIC) : null };
}

function parseGrant(value: Cbor): Grant {
  const fields = tuple(value, 4, "grant");
  const generation = fields.uint(1);
  demand(generation > 0, "grant", "generations count from 1");
  return { uid: fields.bytes(0, 16), generation, kind: fields.uint(2, NO_HISTORY), box: fields.bytes(3, 32) };
}

/** What begins an epoch, as the body holds it. */
export function keyBodyValue(body: KeyBody, specific: Cbor | undefined): Cbor {
  const map = new Map<number, Cbor>([
    [0, body.c],
    [1, body.mc],
    [2, body.grants.map(({ uid, generation, kind, box }) => [uid, generation, kind, box])],
    [3, body.history ?? new Uint8Array()],
    [4, body.escrow.roster],
    [5, escrowValue(body.escrow)],
    [6, [body.closing.size, body.closing.root]],
  ]);
  return specific === undefined ? map : map.set(SPECIFIC, specific);
}

/** Reads a member card. */
export function parseMemberCard(value: Cbor): MemberCard {
  const fields = tuple(value, 3, "log");
  return { uid: fields.bytes(0, 16), genesis: fields.bytes(1, 32), access: fields.uint(2, NO_HISTORY) };
}

/** A member card as a body holds it. */
export function memberCardValue({ uid, genesis, access }: MemberCard): Cbor {
  return [uid, genesis, access];
}

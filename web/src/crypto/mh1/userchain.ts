/** A person's chain: whose keys are valid at which position, verified entry by entry from its genesis (3.4). */
import { BOX_PUBLIC_BYTES } from "./box";
import { type Bytes, compare, equal, hex } from "./bytes";
import { type Card, DEVICE, parseCard } from "./cards";
import { type Carried, parseCarried, verifyCarried } from "./carried";
import { keyKid } from "./cose";
import { checkPublicKey } from "./ed25519";
import type { Cbor } from "./encoding";
import { LINK_BYTES } from "./epoch";
import { decodeMap, type Fields, mapOf, tuple } from "./fields";
import { ZEROS } from "./primitives";
import { type PukPublic, pukKid } from "./puk";
import { demand } from "./refused";

export const GENESIS = 0;
export const ADD_HOLDER = 1;
export const REVOKE_HOLDER = 2;
export const ROTATE_PUK = 3;
export const CLOSE = 4;
export const MOST_REASON = 4;

/** A generation's public keys, and the link to the seed before it. */
export interface Generation extends PukPublic {
  readonly previous: Bytes | null;
}

/** The chain after one entry: who may sign the next, by hex kid, and the generation. */
export interface Position {
  readonly hash: Bytes;
  readonly generation: number;
  readonly signers: ReadonlyMap<string, Bytes>;
}

/** Office keys of any directory entry so far: an identity officer and a coordinator may close a chain together. */
export interface OfficeKeys {
  readonly identity: readonly Bytes[];
  readonly coordinators: readonly Bytes[];
}

export const NO_OFFICE: OfficeKeys = { identity: [], coordinators: [] };

/** What a verifier knows beside the chain: an invite's token key, whose signature the genesis then needs; offices. */
export interface ChainContext {
  readonly token?: Bytes | undefined;
  readonly office?: OfficeKeys;
}

/** A verified chain. It never changes: one more entry makes another one. */
export interface UserChain {
  readonly uid: Bytes;
  readonly positions: readonly Position[];
  /** Generation g at index g − 1. */
  readonly generations: readonly Generation[];
  readonly holders: ReadonlyMap<string, Card>;
  /** Every holder id there ever was: none is used twice. */
  readonly used: ReadonlySet<string>;
  /** The genesis that follows after a close. */
  readonly closed: Bytes | null;
  /** Whether the last entry revokes: then a rotation must follow. */
  readonly dangling: boolean;
}

/** Verifies all entries of a chain as carried. */
export async function verifyUserChain(
  uid: Bytes,
  entries: readonly Bytes[],
  context: ChainContext = {},
): Promise<UserChain> {
  let chain: UserChain = {
    uid,
    positions: [],
    generations: [],
    holders: new Map(),
    used: new Set(),
    closed: null,
    dangling: false,
  };
  for (const entry of entries) chain = await appendToChain(chain, entry, context);
  demand(chain.positions.length > 0, "chain", "a chain begins with a genesis");
  demand(!chain.dangling, "chain", "a rotation must follow a revocation");
  return chain;
}

/** Verifies the next entry and returns the chain with it. */
export async function appendToChain(
  chain: UserChain,
  data: Bytes,
  context: ChainContext,
): Promise<UserChain> {
  const entry = parseCarried(data, "mh1/user");
  const payload = decodeMap(entry.payload, [0, 1, 2, 3, 4, 5, 6, 7], "chain").is(0, 1);
  const type = payload.uint(4, CLOSE);
  checkPlace(chain, payload.isBytes(1, chain.uid).isBytes(5, entry.kid), type);
  payload.uint(6);
  const body = payload.value(7);
  if (type === GENESIS) return genesis(chain, entry, body, context);
  if (type === CLOSE) return close(chain, entry, body, context.office ?? NO_OFFICE);
  await verifyByOwner(chain, entry);
  if (type === ADD_HOLDER) return add(chain, entry, body);
  return type === REVOKE_HOLDER ? revoke(chain, entry, body) : rotate(chain, entry, body);
}

function checkPlace(chain: UserChain, payload: Fields, type: number): void {
  const last = chain.positions.at(-1);
  demand(chain.closed === null, "chain", "nothing follows a close");
  payload.is(2, chain.positions.length).isBytes(3, last?.hash ?? ZEROS);
  demand((type === GENESIS) === (last === undefined), "chain", "a genesis comes first and only there");
  const follows = !chain.dangling || type === REVOKE_HOLDER || type === ROTATE_PUK;
  demand(follows, "chain", "only a rotation follows a revocation");
}

async function genesis(
  chain: UserChain,
  entry: Carried,
  value: Cbor,
  context: ChainContext,
): Promise<UserChain> {
  const body = mapOf(value, [0, 1, 2], "chain");
  const device = parseCard(body.value(0));
  const slots = body.each(2, parseCard);
  const { dpk } = device;
  demand(dpk !== null && slots.every(({ kind }) => kind !== DEVICE), "chain", "a genesis has one device");
  const pair = body.tuple(1, 2);
  const first = { enc: pair.bytes(0, BOX_PUBLIC_BYTES), sign: signPk(pair, 1), previous: null };
  const keys = [
    { kid: device.id, pk: dpk },
    { kid: pukKid(chain.uid, 1), pk: first.sign },
  ];
  if (context.token !== undefined) keys.push({ kid: keyKid(context.token), pk: context.token });
  await verifyCarried(entry, keys);
  return extended(withHolders(chain, [device, ...slots]), entry, { generations: [first] });
}

function signPk(fields: Fields, key: number): Bytes {
  const pk = fields.bytes(key, 32);
  checkPublicKey(pk);
  return pk;
}

function withHolders(chain: UserChain, cards: readonly Card[]): UserChain {
  const holders = new Map(chain.holders);
  const used = new Set(chain.used);
  for (const card of cards) {
    const id = hex(card.id);
    demand(!used.has(id), "chain", "a holder id is used again");
    used.add(id);
    holders.set(id, card);
  }
  return { ...chain, holders, used };
}

function add(chain: UserChain, entry: Carried, value: Cbor): UserChain {
  const body = mapOf(value, [0, 1], "chain").isBytes(1, entry.kid);
  return extended(withHolders(chain, [parseCard(body.value(0))]), entry, {});
}

function revoke(chain: UserChain, entry: Carried, value: Cbor): UserChain {
  const body = mapOf(value, [0, 1], "chain");
  body.uint(1, MOST_REASON);
  const holders = new Map(chain.holders);
  demand(holders.delete(hex(body.bytes(0))), "chain", "what is revoked holds nothing");
  return extended(chain, entry, { holders, dangling: true });
}

function rotate(chain: UserChain, entry: Carried, value: Cbor): UserChain {
  const body = mapOf(value, [0, 1, 2, 3, 4], "chain").is(0, chain.generations.length + 1);
  const next = {
    enc: body.bytes(1, BOX_PUBLIC_BYTES),
    sign: signPk(body, 2),
    previous: body.bytes(3, LINK_BYTES),
  };
  const boxes = body.each(4, (item) => {
    const pair = tuple(item, 2, "chain");
    return { id: pair.bytes(0), box: pair.bytes(1, 32) };
  });
  const remaining = [...chain.holders.values()].sort((a, b) => compare(a.id, b.id));
  const exact =
    boxes.length === remaining.length && remaining.every(({ id }, i) => equal(id, boxes[i]?.id ?? ZEROS));
  demand(exact, "chain", "a rotation has a box for exactly every holder");
  const holders = new Map(
    remaining.map((card, i) => [hex(card.id), { ...card, box: boxes[i]?.box ?? card.box }]),
  );
  return extended(chain, entry, { generations: [...chain.generations, next], holders });
}

async function close(chain: UserChain, entry: Carried, value: Cbor, office: OfficeKeys): Promise<UserChain> {
  const closed = mapOf(value, [0], "chain").bytes(0, 32);
  if (entry.signatures.length === 1) await verifyByOwner(chain, entry);
  else await verifyByOffices(entry, office);
  return extended(chain, entry, { closed });
}

async function verifyByOwner(chain: UserChain, entry: Carried): Promise<void> {
  const pk = chain.positions.at(-1)?.signers.get(hex(entry.kid));
  demand(pk !== undefined, "chain", "the signer is none of the chain's valid keys");
  await verifyCarried(entry, [{ kid: entry.kid, pk }]);
}

async function verifyByOffices(entry: Carried, office: OfficeKeys): Promise<void> {
  const [first, second] = entry.signatures;
  const named = (kid: Bytes | undefined, keys: readonly Bytes[]) =>
    keys.find((pk) => kid && equal(keyKid(pk), kid));
  const officer = named(first?.kid, office.identity);
  const coordinator = named(second?.kid, office.coordinators);
  demand(officer !== undefined && coordinator !== undefined, "chain", "closed by no two offices");
  demand(!equal(officer, coordinator), "chain", "closed by one key in both offices");
  await verifyCarried(
    entry,
    [officer, coordinator].map((pk) => ({ kid: keyKid(pk), pk })),
  );
}

function extended(chain: UserChain, entry: Carried, changes: Partial<UserChain>): UserChain {
  const next = { ...chain, dangling: false, ...changes };
  const position = { hash: entry.hash, generation: next.generations.length, signers: signersOf(next) };
  return { ...next, positions: [...chain.positions, position] };
}

/** Unrevoked devices, and the current generation; nobody once the chain is closed. */
function signersOf(chain: UserChain): Map<string, Bytes> {
  const signers = new Map<string, Bytes>();
  if (chain.closed !== null) return signers;
  for (const { id, dpk } of chain.holders.values()) if (dpk !== null) signers.set(hex(id), dpk);
  const current = chain.generations.at(-1);
  if (current) signers.set(hex(pukKid(chain.uid, chain.generations.length)), current.sign);
  return signers;
}

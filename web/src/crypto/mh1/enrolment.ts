/** Makes a person's chain: genesis, holders added and revoked, new generations, the close (3.4). */
import { boxPublicKey, sealBox, slotOf } from "./box";
import { type Bytes, compare, equal } from "./bytes";
import { type Card, cardValue, DEVICE } from "./cards";
import { countersigned, makeCarried, parseCarried } from "./carried";
import { generationOf, headOf } from "./chains";
import { publicKeyOf, type Signer, signerOf } from "./ed25519";
import type { Cbor } from "./encoding";
import { hash, type Random, ZEROS } from "./primitives";
import { type PukKeys, pukKeys, pukPublic, pukSigner, sealPrevious } from "./puk";
import { demand } from "./refused";
import { ADD_HOLDER, CLOSE, GENESIS, REVOKE_HOLDER, ROTATE_PUK, type UserChain } from "./userchain";

/** A device's own seeds: what it opens boxes with, and what it signs with. */
export interface Device {
  readonly id: Bytes;
  readonly boxSeed: Bytes;
  readonly signSeed: Bytes;
}

/** A holder to be: its card but for the box. */
export type Holder = Omit<Card, "box">;

/** Entries to append in one request, the boxes they name, and the seed that is current afterwards. */
export interface MadeChain {
  readonly entries: readonly Bytes[];
  readonly boxes: readonly Bytes[];
  readonly seed: Bytes;
}

/** A new device. */
export function newDevice(random: Random): Device {
  return { id: random(16), boxSeed: random(32), signSeed: random(32) };
}

/** Signs as a device. */
export function deviceSigner(device: Device): Signer {
  return signerOf(device.id, device.signSeed);
}

/** What a device's card is made of. */
export async function deviceHolder({ id, boxSeed, signSeed }: Device): Promise<Holder> {
  return { id, kind: DEVICE, pk: await boxPublicKey(boxSeed), dpk: await publicKeyOf(signSeed), param: null };
}

/** A slot by its seed: passkey (param: credential id), kit, or passphrase (param: salt). */
export async function slotHolder(
  kind: number,
  seed: Bytes,
  param: Bytes | null,
  random: Random,
): Promise<Holder> {
  return { id: random(8), kind, pk: await boxPublicKey(seed), dpk: null, param };
}

/** Seals one generation's seed to holders, and remembers the boxes. */
class Sealing {
  readonly boxes: Bytes[] = [];

  constructor(
    private readonly uid: Bytes,
    private readonly generation: number,
    private readonly seed: Bytes,
    private readonly random: Random,
  ) {}

  async to({ id, pk }: Holder): Promise<Bytes> {
    const box = await sealBox(pk, slotOf(this.uid, this.generation, id), this.seed, this.random);
    this.boxes.push(box);
    return hash(box);
  }

  async card(holder: Holder): Promise<Cbor> {
    return cardValue({ ...holder, box: await this.to(holder) });
  }
}

const bodyOf = (...values: Cbor[]): Cbor => new Map(values.entries());

/** Where the next entry goes. */
interface Place {
  readonly uid: Bytes;
  readonly seq: number;
  readonly previous: Bytes;
}

function placeAfter(chain: UserChain): Place {
  const head = headOf(chain);
  return { uid: chain.uid, seq: head.seq + 1, previous: head.hash };
}

function payload({ uid, seq, previous }: Place, type: number, signer: Signer, ts: number, body: Cbor): Cbor {
  return bodyOf(1, uid, seq, previous, type, signer.kid, ts, body);
}

/** A new chain. A patient's invite gives the token's signer, which signs third. */
export async function makeGenesis(
  uid: Bytes,
  device: Device,
  slots: readonly Holder[],
  ts: number,
  token: Signer | null,
  random: Random,
): Promise<MadeChain> {
  const seed = random(32);
  const keys = await pukKeys(seed, uid, 1);
  const { enc, sign } = await pukPublic(keys);
  const sealing = new Sealing(uid, 1, seed, random);
  const card = await sealing.card(await deviceHolder(device));
  const cards: Cbor[] = [];
  for (const slot of slots) cards.push(await sealing.card(slot));
  const first = deviceSigner(device);
  const place = { uid, seq: 0, previous: ZEROS };
  const genesis = payload(place, GENESIS, first, ts, bodyOf(card, [enc, sign], cards));
  const others = [pukSigner(keys, uid, 1), ...(token ? [token] : [])];
  return { entries: [await makeCarried("mh1/user", genesis, first, ...others)], boxes: sealing.boxes, seed };
}

/** One holder more of the current generation. */
export async function makeAddHolder(
  chain: UserChain,
  signer: Signer,
  seed: Bytes,
  holder: Holder,
  ts: number,
  random: Random,
): Promise<MadeChain> {
  const sealing = new Sealing(chain.uid, generationOf(chain), seed, random);
  const body = bodyOf(await sealing.card(holder), signer.kid);
  const entry = await makeCarried(
    "mh1/user",
    payload(placeAfter(chain), ADD_HOLDER, signer, ts, body),
    signer,
  );
  return { entries: [entry], boxes: sealing.boxes, seed };
}

/** Revokes holders, and rotates to a generation that they never see; both go in one request. */
export async function makeRevoke(
  chain: UserChain,
  signer: Signer,
  seed: Bytes,
  ids: readonly Bytes[],
  reason: number,
  ts: number,
  random: Random,
): Promise<MadeChain> {
  demand(
    !ids.some((id) => equal(id, signer.kid)),
    "chain",
    "a holder does not sign after its own revocation",
  );
  const entries: Bytes[] = [];
  let place = placeAfter(chain);
  for (const id of ids) {
    const body = bodyOf(id, reason);
    const entry = await makeCarried("mh1/user", payload(place, REVOKE_HOLDER, signer, ts, body), signer);
    place = { ...place, seq: place.seq + 1, previous: parseCarried(entry, "mh1/user").hash };
    entries.push(entry);
  }
  const remaining = [...chain.holders.values()].filter((card) => !ids.some((id) => equal(id, card.id)));
  const made = await rotated(chain, place, signer, seed, remaining, ts, random);
  return { ...made, entries: [...entries, ...made.entries] };
}

/** A new generation for the same holders. */
export function makeRotate(
  chain: UserChain,
  signer: Signer,
  seed: Bytes,
  ts: number,
  random: Random,
): Promise<MadeChain> {
  return rotated(chain, placeAfter(chain), signer, seed, [...chain.holders.values()], ts, random);
}

async function rotated(
  chain: UserChain,
  place: Place,
  signer: Signer,
  older: Bytes,
  holders: readonly Card[],
  ts: number,
  random: Random,
): Promise<MadeChain> {
  const { uid } = chain;
  const generation = generationOf(chain) + 1;
  const seed = random(32);
  const keys: PukKeys = await pukKeys(seed, uid, generation);
  const { enc, sign } = await pukPublic(keys);
  const link = await sealPrevious(keys, uid, generation, older, random);
  const sealing = new Sealing(uid, generation, seed, random);
  const boxes: Cbor[] = [];
  for (const card of [...holders].sort((a, b) => compare(a.id, b.id))) {
    boxes.push([card.id, await sealing.to(card)]);
  }
  const body = bodyOf(generation, enc, sign, link, boxes);
  const entry = await makeCarried("mh1/user", payload(place, ROTATE_PUK, signer, ts, body), signer);
  return { entries: [entry], boxes: sealing.boxes, seed };
}

/** The owner's own close, naming the genesis that follows. */
export function makeClose(chain: UserChain, signer: Signer, successor: Bytes, ts: number): Promise<Bytes> {
  const closing = payload(placeAfter(chain), CLOSE, signer, ts, bodyOf(successor));
  return makeCarried("mh1/user", closing, signer);
}

/** The organisation's close for somebody who lost every holder: identity officer, then coordinator. */
export async function makeCloseByOffice(
  chain: UserChain,
  officer: Signer,
  coordinator: Signer,
  successor: Bytes,
  ts: number,
): Promise<Bytes> {
  return countersigned("mh1/user", await makeCloseByOfficer(chain, officer, successor, ts), coordinator);
}

/** The identity officer's half of it, which the coordinator countersigns. */
export function makeCloseByOfficer(
  chain: UserChain,
  officer: Signer,
  successor: Bytes,
  ts: number,
): Promise<Bytes> {
  const closing = payload(placeAfter(chain), CLOSE, officer, ts, bodyOf(successor));
  return makeCarried("mh1/user", closing, officer);
}

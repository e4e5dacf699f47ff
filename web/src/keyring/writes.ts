/** Changes to one's own chain: each is verified here first, and carries the pins that go with it. */

import type { Bytes } from "../crypto/mh1/bytes";
import { hex } from "../crypto/mh1/bytes";
import { generationOf, headOf, ownGenerations } from "../crypto/mh1/chains";
import type { Signer } from "../crypto/mh1/ed25519";
import { type Device, type Holder, type MadeChain, makeGenesis } from "../crypto/mh1/enrolment";
import { hash, systemRandom } from "../crypto/mh1/primitives";
import { appendToChain, type UserChain, verifyUserChain } from "../crypto/mh1/userchain";
import { type Ground, rememberSeen } from "./ground";
import { freshPins, type Own, sealPins, signerFor } from "./own";
import { directoryHead, type Pins, withPin } from "./pins";
import { postEntries, postPins, postSuccessor, type SealedPins } from "./server";
import { keepDevice } from "./store";

/** New keys, complete and not yet published; a failed try is sent again, the very same. */
export interface Prepared {
  readonly ground: Ground;
  readonly device: Device;
  readonly made: MadeChain;
  readonly chain: UserChain;
  readonly pins: Pins;
  readonly sealed: SealedPins;
  readonly key: string;
}

/** Makes keys for this device and these holders. */
export async function prepare(
  ground: Ground,
  device: Device,
  slots: readonly Holder[],
  token: (Signer & { readonly pk: Bytes }) | null,
  label: string,
): Promise<Prepared> {
  const { uid } = ground;
  const made = await makeGenesis(uid, device, slots, Date.now(), token, systemRandom);
  const chain = await verifyUserChain(uid, made.entries, { token: token?.pk });
  const generations = await ownGenerations(chain, made.seed, generationOf(chain));
  const pins = withPin({ ...freshPins(ground), labels: [{ holder: device.id, text: label }] }, chain, true);
  const sealed = await sealPins(uid, generations, pins, (ground.pins?.version ?? 0) + 1);
  return { ground, device, made, chain, pins, sealed, key: crypto.randomUUID() };
}

/** Publishes them; they are open then. */
export async function publish({ ground, device, made, chain, pins, sealed, key }: Prepared): Promise<Own> {
  await postEntries({ seq: 0, entries: made.entries, boxes: made.boxes, pins: sealed }, key);
  return after(ground, chain, made, device, pins, sealed);
}

/** Lets them wait, where the old ones can no longer be opened; this browser keeps its part meanwhile. */
export async function deposit({ ground, device, made, sealed }: Prepared): Promise<boolean> {
  const [entry] = made.entries;
  if (entry === undefined) throw new RangeError("a chain begins with a genesis");
  const keeps = await keepDevice(ground.uid, device);
  await postSuccessor(entry, made.boxes, sealed);
  return keeps;
}

/** Appends what was made; `change` says what else the pins learn. */
export async function append(own: Own, made: MadeChain, change = (pins: Pins) => pins): Promise<Own> {
  let { chain } = own;
  for (const entry of made.entries) chain = await appendToChain(chain, entry, {});
  const generations = await ownGenerations(chain, made.seed, generationOf(chain));
  const pins = change(withPin({ ...own.pins, directory: directoryHead(own.ground.directory) }, chain, true));
  const sealed = await sealPins(own.ground.uid, generations, pins, own.pinsVersion + 1);
  const seq = headOf(own.chain).seq + 1;
  await postEntries({ seq, entries: made.entries, boxes: made.boxes, pins: sealed }, crypto.randomUUID());
  return after(own.ground, chain, made, own.device, pins, sealed);
}

/** Keeps other pins, and nothing else. */
export async function keepPins(own: Own, pins: Pins): Promise<Own> {
  const sealed = await sealPins(own.ground.uid, own.generations, pins, own.pinsVersion + 1);
  await postPins(sealed);
  await rememberSeen(own.ground, own.chain, sealed.version);
  return { ...own, ground: { ...own.ground, pins: sealed }, pins, pinsVersion: sealed.version };
}

async function after(
  before: Ground,
  chain: UserChain,
  made: MadeChain,
  device: Device | null,
  pins: Pins,
  sealed: SealedPins,
): Promise<Own> {
  const boxes = new Map(before.boxes);
  for (const box of made.boxes) boxes.set(hex(hash(box)), box);
  const entries = [...before.entries, ...made.entries];
  const ground = { ...before, chain, boxes, entries, pins: sealed };
  const generations = await ownGenerations(chain, made.seed, generationOf(chain));
  await rememberSeen(ground, chain, sealed.version);
  const signer = signerFor(chain, generations, device);
  return { ground, chain, generations, signer, device, pins, pinsVersion: sealed.version };
}

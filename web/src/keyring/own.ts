/** One's keys, open: in memory only, with what they open and sign. */

import { boxPublicKey } from "../crypto/mh1/box";
import { type Bytes, equal } from "../crypto/mh1/bytes";
import { type Card, KIT, PASSKEY, PASSPHRASE } from "../crypto/mh1/cards";
import { generationOf, type OwnGeneration, ownGenerations, unlock } from "../crypto/mh1/chains";
import type { Signer } from "../crypto/mh1/ed25519";
import { type Device, deviceSigner } from "../crypto/mh1/enrolment";
import { parseKit } from "../crypto/mh1/kit";
import { type OwnPlace, openOwn, sealOwn } from "../crypto/mh1/own";
import { systemRandom } from "../crypto/mh1/primitives";
import { pukSigner } from "../crypto/mh1/puk";
import { Refused } from "../crypto/mh1/refused";
import { kitSeed, passkeySeed, passphraseSeed } from "../crypto/mh1/slots";
import type { UserChain } from "../crypto/mh1/userchain";
import { hold, orAlarm } from "./alarm";
import { type Ground, rememberSeen, sameRoots } from "./ground";
import type { Offered } from "./offered";
import { OpensNothing } from "./opens-nothing";
import { checkDirectory, checkGrown, decodePins, directoryHead, encodePins, type Pins, pinOf } from "./pins";
import type { SealedPins } from "./server";
import { readDevice } from "./store";
import { stretchApart } from "./stretch-apart";

export interface Own {
  readonly ground: Ground;
  readonly chain: UserChain;
  /** The newest first. */
  readonly generations: readonly OwnGeneration[];
  readonly signer: Signer;
  /** This browser, where it is a holder. */
  readonly device: Device | null;
  readonly pins: Pins;
  readonly pinsVersion: number;
}

/** The current generation's seed. */
export function seedOf(own: Own): Bytes {
  const [newest] = own.generations;
  if (newest === undefined) throw new RangeError("a chain has a generation");
  return newest.seed;
}

async function seedBehind(secret: Offered, card: Card, uid: Bytes): Promise<Bytes | null> {
  if ("kit" in secret) return card.kind === KIT ? kitSeed(parseKit(secret.kit), uid) : null;
  if ("passphrase" in secret) {
    if (card.kind !== PASSPHRASE || card.param === null) return null;
    const stretch = stretchApart(secret.signal);
    return passphraseSeed(secret.passphrase, card.param, secret.secret, uid, stretch);
  }
  const { credential, prf } = secret;
  return card.kind === PASSKEY && equal(card.param ?? credential.slice(0, 0), credential)
    ? passkeySeed(prf, credential)
    : null;
}

/** Opens with a secret; a kit that cannot be one is refused by the protocol's own word. */
export async function openBy(ground: Ground, chain: UserChain, secret: Offered): Promise<Own> {
  if ("kit" in secret) parseKit(secret.kit);
  for (const card of chain.holders.values()) {
    const seed = await seedBehind(secret, card, ground.uid);
    if (seed && equal(await boxPublicKey(seed), card.pk)) return open(ground, chain, card.id, seed, null);
  }
  throw new OpensNothing();
}

/** Opens with this browser's own holder; null where it is none, or no more. */
export async function openHere(ground: Ground, chain: UserChain): Promise<Own | null> {
  const device = await readDevice(ground.uid);
  const card = device && [...chain.holders.values()].find(({ id }) => equal(id, device.id));
  return card ? open(ground, chain, device.id, device.boxSeed, device) : null;
}

async function open(
  ground: Ground,
  chain: UserChain,
  holder: Bytes,
  holderSeed: Bytes,
  device: Device | null,
): Promise<Own> {
  const seed = await orAlarm("chain", unlock(chain, holder, holderSeed, ground.boxes));
  return opened(ground, chain, seed, device);
}

/** One's keys from the current seed. */
export async function opened(
  ground: Ground,
  chain: UserChain,
  seed: Bytes,
  device: Device | null,
): Promise<Own> {
  const generations = await orAlarm("chain", ownGenerations(chain, seed, generationOf(chain)));
  const signer = signerFor(chain, generations, device);
  // They come with the first entry. Where a server leaves them out, its own roots would else be believed by a kit alone.
  hold(ground.pins !== null, "pins");
  const { pins, version } = await readPins(ground, chain, generations, ground.pins);
  await rememberSeen(ground, chain, version);
  return { ground, chain, generations, signer, device, pins, pinsVersion: version };
}

/** As a device where this browser is one, else as the newest generation. */
export function signerFor(
  chain: UserChain,
  generations: readonly OwnGeneration[],
  device: Device | null,
): Signer {
  const [newest] = generations;
  if (newest === undefined) throw new RangeError("a chain has a generation");
  return device ? deviceSigner(device) : pukSigner(newest.keys, chain.uid, newest.generation);
}

async function readPins(
  ground: Ground,
  chain: UserChain,
  generations: readonly OwnGeneration[],
  { version, sealed }: SealedPins,
): Promise<{ pins: Pins; version: number }> {
  const { uid, org, roots, directory } = ground;
  const read = openOwn(uid, generations, { purpose: "pins", id: uid, version }, sealed).then(decodePins);
  const pins = await orAlarm("pins", read);
  hold(equal(pins.org, org) && sameRoots(pins.roots, roots), "directory");
  checkDirectory(pins.directory, directory);
  const own = pinOf(pins, uid);
  if (own) checkGrown(own, chain, "rolled-back");
  return { pins, version };
}

/** Pins of what is served now. */
export function freshPins({ org, roots, directory }: Ground): Pins {
  const nothing = { people: [], labels: [], secret: null, logs: [] };
  return { org, roots, directory: directoryHead(directory), ...nothing };
}

export async function sealPins(
  uid: Bytes,
  [newest]: readonly OwnGeneration[],
  pins: Pins,
  version: number,
): Promise<SealedPins> {
  if (newest === undefined) throw new RangeError("a chain has a generation");
  const place = { purpose: "pins", id: uid, version } as const;
  return { version, sealed: await sealOwn(uid, newest, place, encodePins(pins), systemRandom) };
}

/** Seals to oneself, with the newest generation. */
export function sealWith(own: Own, place: OwnPlace, plaintext: Bytes): Promise<Bytes> {
  const [newest] = own.generations;
  if (newest === undefined) throw new RangeError("a chain has a generation");
  return sealOwn(own.ground.uid, newest, place, plaintext, systemRandom);
}

/** Opens what was sealed to oneself, however long ago. */
export function openWith(own: Own, place: OwnPlace, sealed: Bytes): Promise<Bytes> {
  return openOwn(own.ground.uid, own.generations, place, sealed);
}

/** Whether what was typed was no kit at all. */
export function isSlip(error: unknown): boolean {
  return error instanceof Refused && error.rule === "slot";
}

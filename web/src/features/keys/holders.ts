/** What can be done with the holders of one's keys: each makes entries, publishes them, and returns the keys as they are then. */
import { type Bytes, equal } from "../../crypto/mh1/bytes";
import { KIT, PASSKEY, PASSPHRASE } from "../../crypto/mh1/cards";
import {
  type Device,
  deviceHolder,
  type Holder,
  makeAddHolder,
  makeRevoke,
  newDevice,
  slotHolder,
} from "../../crypto/mh1/enrolment";
import { KIT_BYTES, kitText } from "../../crypto/mh1/kit";
import { systemRandom } from "../../crypto/mh1/primitives";
import { kitSeed, passkeySeed, passphraseSeed, SALT_BYTES } from "../../crypto/mh1/slots";
import { appendToChain } from "../../crypto/mh1/userchain";
import type { Passphrase } from "../../keyring/offered";
import { type Own, seedOf, signerFor } from "../../keyring/own";
import { type Derived, derive } from "../../keyring/passkey";
import { type Pins, withLabel } from "../../keyring/pins";
import { forgetDevice, keepDevice } from "../../keyring/store";
import { stretchApart } from "../../keyring/stretch-apart";
import { append } from "../../keyring/writes";

/** This browser gives nothing back of what it is told to keep. */
export class KeepsNothing extends Error {
  override readonly name = "KeepsNothing";
}

/** The passkey derives nothing on this device. */
export class PasskeyCannot extends Error {
  override readonly name = "PasskeyCannot";
}

/** It derived something else the second time. */
export class PasskeyUnsteady extends Error {
  override readonly name = "PasskeyUnsteady";
}

export class PasskeyHas extends Error {
  override readonly name = "PasskeyHas";
}

/** A new kit: as it is printed, and the holder it is. */
export interface Kit {
  readonly text: string;
  readonly holder: Holder;
}

export async function newKit(uid: Bytes): Promise<Kit> {
  const kit = systemRandom(KIT_BYTES);
  const holder = await slotHolder(KIT, await kitSeed(kit, uid), null, systemRandom);
  return { text: kitText(kit), holder };
}

/** One holder more; `change` says what else the pins learn. */
async function addWith(own: Own, holder: Holder, change?: (pins: Pins) => Pins): Promise<Own> {
  const made = await makeAddHolder(own.chain, own.signer, seedOf(own), holder, Date.now(), systemRandom);
  return append(own, made, change);
}

/** One holder more, under a name of one's own. */
export function addHolder(own: Own, holder: Holder, label: string | null): Promise<Own> {
  return addWith(own, holder, (pins) => (label === null ? pins : withLabel(pins, holder.id, label)));
}

/** A passphrase; its account secret is kept with the pins, so that any device of one's own can show it. */
export async function addPassphrase(own: Own, { passphrase, secret, signal }: Passphrase): Promise<Own> {
  const salt = systemRandom(SALT_BYTES);
  const seed = await passphraseSeed(passphrase, salt, secret, own.ground.uid, stretchApart(signal));
  const holder = await slotHolder(PASSPHRASE, seed, salt, systemRandom);
  return addWith(own, holder, (pins) => ({ ...pins, secret }));
}

/** A device that is not this one. */
export async function addDevice(
  own: Own,
  device: Pick<Holder, "id" | "pk" | "dpk">,
  label: string,
): Promise<Own> {
  return addHolder(own, { ...device, kind: 0, param: null }, label);
}

/** This browser, so that it opens the keys by itself from now on. */
export async function addThisBrowser(own: Own, label: string): Promise<Own> {
  const device = newDevice(systemRandom);
  if (!(await keepDevice(own.ground.uid, device))) throw new KeepsNothing();
  return asDevice(await addHolder(own, await deviceHolder(device), label), device);
}

function asDevice(own: Own, device: Device | null): Own {
  return { ...own, device, signer: signerFor(own.chain, own.generations, device) };
}

/** Holders that open nothing from now on; the rest get a new generation. */
export async function revoke(own: Own, ids: readonly Bytes[], reason: number): Promise<Own> {
  const here = own.device !== null && ids.some((id) => equal(id, own.device?.id ?? id.slice(0, 0)));
  // Nobody signs after their own revocation: for its own end this browser leaves the signing to the keys themselves.
  const by = here ? asDevice(own, null) : own;
  const made = await makeRevoke(by.chain, by.signer, seedOf(by), ids, reason, Date.now(), systemRandom);
  const left = [...by.chain.holders.values()].filter(({ id }) => !ids.some((gone) => equal(gone, id)));
  const secret = left.some(({ kind }) => kind === PASSPHRASE) ? by.pins.secret : null;
  const next = await append(by, made, (pins) => ({ ...pins, secret }));
  if (here) await forgetDevice(own.ground.uid);
  return next;
}

/** The new kit in the place of those before. */
export async function replaceKit(own: Own, kit: Kit): Promise<Own> {
  const REPLACED = 3;
  const now = Date.now();
  const seed = seedOf(own);
  const before = [...own.chain.holders.values()].filter(({ kind }) => kind === KIT).map(({ id }) => id);
  const added = await makeAddHolder(own.chain, own.signer, seed, kit.holder, now, systemRandom);
  let { chain } = own;
  for (const entry of added.entries) chain = await appendToChain(chain, entry, {});
  const ended = await makeRevoke(chain, own.signer, seed, before, REPLACED, now, systemRandom);
  return append(own, {
    entries: [...added.entries, ...ended.entries],
    boxes: [...added.boxes, ...ended.boxes],
    seed: ended.seed,
  });
}

/** A passkey that derives the same twice. */
export async function passkeyHolder(own: Own, credentials: readonly Bytes[]): Promise<Holder> {
  const first = steady(await derive(credentials));
  const held = [...own.chain.holders.values()].some(
    ({ kind, param }) => kind === PASSKEY && param !== null && equal(param, first.credential),
  );
  if (held) throw new PasskeyHas();
  const second = steady(await derive([first.credential]));
  if (!equal(first.prf, second.prf)) throw new PasskeyUnsteady();
  const seed = await passkeySeed(first.prf, first.credential);
  return slotHolder(PASSKEY, seed, first.credential, systemRandom);
}

function steady(derived: Derived | null): Derived {
  if (derived === null) throw new PasskeyCannot();
  return derived;
}

/** What this browser keeps for each person: their device, wrapped by a key no script can read, and how far things were seen. */
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import { type Bytes, concat, equal, hex, utf8 } from "../crypto/mh1/bytes";
import type { Device } from "../crypto/mh1/enrolment";
import type { LinkFacts } from "./invited";
import type { Head } from "./pins";
import { openSealedHere, type SealedHere, sealHere } from "./sealed-here";

const NAME = "careteam-keys";
const SEED_BYTES = 32;

interface Wrapped extends SealedHere {
  readonly id: Bytes;
}

/** Public facts, which never go back. */
export interface Seen {
  readonly org: Bytes;
  readonly roots: readonly Bytes[];
  readonly directory: Head;
  readonly chain: Head & { readonly genesis: Bytes };
  readonly pins: number;
}

interface Shape extends DBSchema {
  devices: { key: string; value: Wrapped };
  seen: { key: string; value: Seen };
  /** What an invitation's link said, until its person has made keys by it. */
  links: { key: string; value: LinkFacts };
}

let opened: Promise<IDBPDatabase<Shape> | null> | undefined;

/** Null where the browser keeps nothing: then everything is asked for each time. */
function database(): Promise<IDBPDatabase<Shape> | null> {
  opened ??= openDB<Shape>(NAME, 2, {
    upgrade(db, before) {
      if (before < 1) {
        db.createObjectStore("devices");
        db.createObjectStore("seen");
      }
      db.createObjectStore("links");
    },
  }).catch(() => null);
  return opened;
}

const contextOf = (uid: Bytes, id: Bytes) => concat(utf8("careteam/device"), uid, id);

async function wrapped(uid: Bytes, { id, boxSeed, signSeed }: Device): Promise<Wrapped> {
  return { id, ...(await sealHere(concat(boxSeed, signSeed), contextOf(uid, id))) };
}

async function unwrapped(uid: Bytes, { id, ...kept }: Wrapped): Promise<Device> {
  const seeds = await openSealedHere(kept, contextOf(uid, id));
  return { id, boxSeed: seeds.slice(0, SEED_BYTES), signSeed: seeds.slice(SEED_BYTES) };
}

/** Keeps the device here. False where the browser does not give back what it took (WebKit, lockdown, private windows). */
export async function keepDevice(uid: Bytes, device: Device): Promise<boolean> {
  const db = await database();
  if (db === null) return false;
  // Never awaited: Firefox asks the person, and the promise waits for them.
  void navigator.storage?.persist?.().catch(() => false);
  try {
    await db.put("devices", await wrapped(uid, device), hex(uid));
  } catch (error) {
    if (error instanceof DOMException) return false;
    throw error;
  }
  const again = await readDevice(uid);
  const kept =
    again !== null && equal(again.boxSeed, device.boxSeed) && equal(again.signSeed, device.signSeed);
  if (!kept) await forgetDevice(uid);
  return kept;
}

/** The device of this person here, if it can still be read. */
export async function readDevice(uid: Bytes): Promise<Device | null> {
  try {
    const found = await (await database())?.get("devices", hex(uid));
    return found ? await unwrapped(uid, found) : null;
  } catch {
    // A key that the browser no longer gives back is as good as none: another holder opens.
    return null;
  }
}

export async function forgetDevice(uid: Bytes): Promise<void> {
  await (await database())?.delete("devices", hex(uid));
}

export async function readSeen(uid: Bytes): Promise<Seen | null> {
  return (await (await database())?.get("seen", hex(uid))) ?? null;
}

export async function keepSeen(uid: Bytes, seen: Seen): Promise<void> {
  // Where nothing is kept, the pins that one sealed to oneself still say how far things were seen.
  await (await database())?.put("seen", seen, hex(uid)).catch(orNothing);
}

export async function readLink(uid: Bytes): Promise<LinkFacts | null> {
  return (await (await database())?.get("links", hex(uid))) ?? null;
}

export async function keepLink(uid: Bytes, facts: LinkFacts): Promise<void> {
  // Where nothing is kept, this tab still knows it.
  await (await database())?.put("links", facts, hex(uid)).catch(orNothing);
}

export async function dropLink(uid: Bytes): Promise<void> {
  await (await database())?.delete("links", hex(uid));
}

function orNothing(error: unknown): void {
  if (!(error instanceof DOMException)) throw error;
}

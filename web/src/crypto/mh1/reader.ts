/** What a member's keys open: granted epochs, then the history behind them, each checked against the log (3.8, 5 to 7). */

import { breathe, inBatches } from "./batches";
import { grantOf, openBox } from "./box";
import { type Bytes, equal, hex } from "./bytes";
import type { Boxes, OwnGeneration } from "./chains";
import { type Directory, rosterOf } from "./directory";
import { FULL, type Grant } from "./entries";
import { type Envelope, type Opened, openEnvelope } from "./envelope";
import { checkCommitments, type EpochKeys, epochKeys, messageCommitment, openHistory } from "./epoch";
import { checkEscrow, openShare, recover } from "./escrow";
import type { Log } from "./log";
import type { Epoch } from "./logstate";
import { hkdfKey } from "./primitives";
import { demand, Refused } from "./refused";

/** An epoch secret, with the keys it gives. */
export interface OpenedEpoch {
  readonly s: Bytes;
  readonly keys: EpochKeys;
}

/** Whose keys open what: a chain, and its generations with their secret keys. */
export interface Reader {
  readonly uid: Bytes;
  readonly genesis: Bytes;
  readonly own: readonly OwnGeneration[];
}

/** What a reader ends up with, by epoch. */
export class Keyring {
  readonly secrets = new Map<number, OpenedEpoch>();
  readonly messageKeys = new Map<number, Bytes>();
  /** Epochs whose grant was opened, whose history was walked, and how many escrows of each were compared. */
  readonly granted = new Set<number>();
  readonly walked = new Set<number>();
  readonly escrows = new Map<number, number>();
  private readonly imported = new Map<number, Promise<CryptoKey>>();

  /** Opens a verified message; null where the reader has no key of its epoch. */
  async open(envelope: Envelope): Promise<Opened | null> {
    const key = this.importedKey(envelope.header.epoch);
    return key === null ? null : openEnvelope(envelope, await key);
  }

  private importedKey(e: number): Promise<CryptoKey> | null {
    const known = this.imported.get(e);
    const m = this.messageKeys.get(e);
    if (known !== undefined || m === undefined) return known ?? null;
    const fresh = hkdfKey(m);
    this.imported.set(e, fresh);
    return fresh;
  }

  /** Opens many verified messages, in their order. */
  openAll(envelopes: readonly Envelope[]): Promise<(Opened | null)[]> {
    return inBatches(envelopes, (envelope) => this.open(envelope));
  }

  /** Keeps a secret, if it is the one that the epoch commits to. */
  async keep(cid: Bytes, epoch: Epoch, s: Bytes): Promise<void> {
    demand(s.length === 32, "grant", "an epoch secret is 32 bytes");
    const keys = await epochKeys(s, cid, epoch.e);
    checkCommitments(keys, epoch.body.c, epoch.body.mc);
    this.secrets.set(epoch.e, { s, keys });
    this.messageKeys.set(epoch.e, keys.m);
  }
}

/** Opens every grant to these keys, then walks down the history; anything that does not fit is a refusal. */
export async function readKeys(
  directory: Directory,
  log: Log,
  reader: Reader,
  boxes: Boxes,
): Promise<Keyring> {
  const keyring = new Keyring();
  await extendKeys(keyring, directory, log, reader, boxes);
  return keyring;
}

/** Does so for what a log has more than when this keyring was read last. */
export async function extendKeys(
  keyring: Keyring,
  directory: Directory,
  log: Log,
  reader: Reader,
  boxes: Boxes,
): Promise<void> {
  for (const epoch of log.epochs) {
    const grant = epoch.grants.get(hex(reader.uid));
    if (grant === undefined || !equal(grant.genesis, reader.genesis)) continue;
    const own = reader.own.find(({ generation }) => generation === grant.generation);
    if (own === undefined) continue;
    await breathe();
    if (!keyring.granted.has(epoch.e)) await openGrant(log, epoch, grant, own, boxes, keyring);
    if (grant.kind === FULL) await compareEscrows(directory, log, epoch, keyring);
  }
  await walk(log, keyring);
}

async function openGrant(
  log: Log,
  epoch: Epoch,
  grant: Grant,
  own: OwnGeneration,
  boxes: Boxes,
  keyring: Keyring,
): Promise<void> {
  const purpose = grantOf(log.cid, epoch.e, grant.uid, grant.generation, grant.kind);
  const secret = await openBox(own.keys.enc, purpose, boxOf(boxes, grant.box));
  if (grant.kind === FULL) await keyring.keep(log.cid, epoch, secret);
  else {
    const right =
      secret.length === 32 && equal(await messageCommitment(secret, log.cid, epoch.e), epoch.body.mc);
    demand(right, "grant", "the message key is not the one the log commits to");
    keyring.messageKeys.set(epoch.e, secret);
  }
  keyring.granted.add(epoch.e);
}

async function compareEscrows(directory: Directory, log: Log, epoch: Epoch, keyring: Keyring): Promise<void> {
  const opened = keyring.secrets.get(epoch.e);
  const compared = keyring.escrows.get(epoch.e) ?? 0;
  if (opened === undefined) return;
  for (const escrow of epoch.escrows.slice(compared)) {
    await checkEscrow(opened.s, log.cid, epoch.e, rosterOf(directory, escrow.roster), escrow);
  }
  keyring.escrows.set(epoch.e, epoch.escrows.length);
}

async function walk(log: Log, keyring: Keyring): Promise<void> {
  for (const epoch of [...log.epochs].reverse()) {
    const opened = keyring.secrets.get(epoch.e);
    if (opened === undefined || epoch.history === null || keyring.walked.has(epoch.e)) continue;
    await breathe();
    const older = await openHistory(opened.keys.h, log.cid, epoch.e, epoch.history);
    await keyring.keep(log.cid, log.epochAt(epoch.e - 1), older);
    keyring.walked.add(epoch.e);
  }
}

function boxOf(boxes: Boxes, hash: Bytes): Bytes {
  const box = boxes.get(hex(hash));
  if (box === undefined) throw new Refused("box", "a box is missing");
  return box;
}

/** What records officers recover with their seeds: the latest shares of an epoch, each compared with the log. */
export async function recoverEpoch(
  directory: Directory,
  log: Log,
  e: number,
  officers: readonly { readonly x: number; readonly seed: Bytes }[],
  boxes: Boxes,
): Promise<Bytes> {
  const epoch = log.epochAt(e);
  const escrow = epoch.escrows.at(-1) ?? epoch.body.escrow;
  const shares: Bytes[] = [];
  for (const { x, seed } of officers) {
    const item = escrow.items[x - 1];
    demand(item !== undefined, "escrow", "no such officer");
    shares.push(await openShare(seed, log.cid, e, escrow, x, boxOf(boxes, item.box)));
  }
  return recover(shares, rosterOf(directory, escrow.roster).k, log.cid, e, epoch.body.c);
}

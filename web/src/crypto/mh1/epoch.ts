/** The keys of an epoch: everything follows from its secret, and two public commitments name it (3.2). */
import { type Bytes, concat, demandLength, equal, u64, utf8 } from "./bytes";
import { encode } from "./encoding";
import { hkdf, NONCE_BYTES, openGcm, type Random, type Secret, sealGcm } from "./primitives";
import { demand } from "./refused";

export const LINK_BYTES = 60;

/** What an epoch secret gives: message key, history key, and the commitments to the secret and to the message key. */
export interface EpochKeys {
  readonly m: Bytes;
  readonly h: Bytes;
  readonly c: Bytes;
  readonly mc: Bytes;
}

async function derive(secret: Secret, cid: Bytes, use: string, e: number): Promise<Bytes> {
  demandLength(16, cid);
  if (secret instanceof Uint8Array) demandLength(32, secret);
  return hkdf(secret, cid, concat(utf8(`mh1/epoch/${use}/`), u64(e)));
}

/** All keys of an epoch. */
export async function epochKeys(s: Secret, cid: Bytes, e: number): Promise<EpochKeys> {
  const [m, h, c] = await Promise.all([
    derive(s, cid, "msg", e),
    derive(s, cid, "hist", e),
    derive(s, cid, "commit", e),
  ]);
  return { m, h, c, mc: await messageCommitment(m, cid, e) };
}

/** The public commitment to a message key, all that a member without history can check. */
export function messageCommitment(m: Secret, cid: Bytes, e: number): Promise<Bytes> {
  return derive(m, cid, "mcommit", e);
}

/** A secret for another use, such as calls, by its label. */
export function exported(s: Secret, cid: Bytes, label: string): Promise<Bytes> {
  return hkdf(s, cid, utf8(`mh1/epoch/export/${label}`));
}

const linkContext = (cid: Bytes, e: number) => encode(["mh1/hist", cid, e, e - 1]);

/** Wraps the secret of the epoch before under this epoch's history key. */
export async function sealHistory(
  h: Bytes,
  cid: Bytes,
  e: number,
  older: Bytes,
  random: Random,
): Promise<Bytes> {
  const nonce = random(NONCE_BYTES);
  return concat(nonce, await sealGcm(h, nonce, older, linkContext(cid, e)));
}

/** Unwraps the secret of the epoch before. */
export async function openHistory(h: Bytes, cid: Bytes, e: number, link: Bytes): Promise<Bytes> {
  demand(e > 0, "history", "nothing comes before epoch 0");
  demand(link.length === LINK_BYTES, "history", "a history link is 60 bytes");
  return openGcm(h, link.slice(0, NONCE_BYTES), link.slice(NONCE_BYTES), linkContext(cid, e), "history");
}

/** Refuses keys that the epoch's public commitments do not name. */
export function checkCommitments(keys: EpochKeys, c: Bytes, mc: Bytes): void {
  demand(equal(keys.c, c), "grant", "the secret is not the one the log commits to");
  demand(equal(keys.mc, mc), "grant", "the message key is not the one the log commits to");
}

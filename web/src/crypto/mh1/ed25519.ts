/** Ed25519 with one strict verification for every engine: native where the key works there, @noble where it does not. */
import { type Bytes, concat, fromHex, hex, littleEndian } from "./bytes";
import { demand } from "./refused";

export const PUBLIC_BYTES = 32;
export const SIGNATURE_BYTES = 64;

/** Somebody who signs: a key id, and the private key behind it wherever that is kept. */
export interface Signer {
  readonly kid: Bytes;
  sign(data: Bytes): Promise<Bytes>;
}

const P = 2n ** 255n - 19n;
const L = 2n ** 252n + 27742317777372353535851937790883648493n;
const ORDER_8_Y = littleEndian(fromHex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"));
const SMALL_ORDER_Y = new Set([0n, 1n, P - 1n, ORDER_8_Y, P - ORDER_8_Y]);
const PKCS8_HEAD = fromHex("302e020100300506032b657004220420");
const REMEMBERED = 256;

/** Refuses a public key of small order, or one not written canonically: at enrolment and before every use. */
export function checkPublicKey(pk: Bytes): void {
  demand(pk.length === PUBLIC_BYTES, "signature", "a public key is 32 bytes");
  const y = yOf(pk);
  demand(y < P && !SMALL_ORDER_Y.has(y), "signature", "a public key of small order or not canonical");
}

/** Verifies as RFC 8032 says, without cofactor; whoever made the key or the signature, all clients agree. */
export async function verify(pk: Bytes, message: Bytes, signature: Bytes): Promise<void> {
  checkPublicKey(pk);
  demand(signature.length === SIGNATURE_BYTES, "signature", "a signature is 64 bytes");
  demand(yOf(signature.subarray(0, 32)) < P, "signature", "R is not canonical");
  demand(littleEndian(signature.subarray(32)) < L, "signature", "S is not below the group order");
  const native = await nativeVerify(pk, message, signature);
  const verified = native ?? (await curve()).curveVerify(pk, message, signature);
  demand(verified, "signature", "the signature does not fit");
}

/** The public key of a 32-byte seed. */
export async function publicKeyOf(seed: Bytes): Promise<Bytes> {
  const key = await nativeSigningKey(seed, true);
  const { x } = key ? await crypto.subtle.exportKey("jwk", key) : {};
  if (x === undefined) return (await curve()).publicKey(seed);
  const plain = atob(x.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (character) => character.charCodeAt(0));
}

/** Signs with a 32-byte seed. */
export function sign(seed: Bytes, message: Bytes): Promise<Bytes> {
  return signWith(nativeSigningKey(seed), seed, message);
}

/** A signer whose seed is in memory; its native key is made once. */
export function signerOf(kid: Bytes, seed: Bytes): Signer {
  let key: Promise<CryptoKey | null> | undefined;
  return {
    kid,
    sign: (data) => {
      key ??= nativeSigningKey(seed);
      return signWith(key, seed, data);
    },
  };
}

async function signWith(native: Promise<CryptoKey | null>, seed: Bytes, message: Bytes): Promise<Bytes> {
  const key = await native;
  const signed = key && (await crypto.subtle.sign("Ed25519", key, message).catch(() => null));
  return signed ? new Uint8Array(signed) : (await curve()).curveSign(seed, message);
}

async function nativeSigningKey(seed: Bytes, shown = false): Promise<CryptoKey | null> {
  demand(seed.length === 32, "signature", "a seed is 32 bytes");
  const pkcs8 = concat(PKCS8_HEAD, seed);
  return crypto.subtle.importKey("pkcs8", pkcs8, "Ed25519", shown, ["sign"]).catch(() => null);
}

/** Loaded where the native code cannot do something: what most people never need is not on the way to their messages. */
const curve = () => import("./curve");

// Only public keys are remembered. Importing one costs as much as using it, and a conversation has few.
const imported = new Map<string, Promise<CryptoKey | null>>();

function nativeKey(pk: Bytes): Promise<CryptoKey | null> {
  const name = hex(pk);
  const known = imported.get(name);
  if (known !== undefined) return known;
  const fresh = crypto.subtle.importKey("raw", pk, "Ed25519", false, ["verify"]).catch(() => null);
  const [oldest] = imported.keys();
  if (imported.size >= REMEMBERED && oldest !== undefined) imported.delete(oldest);
  imported.set(name, fresh);
  return fresh;
}

async function nativeVerify(pk: Bytes, message: Bytes, signature: Bytes): Promise<boolean | null> {
  const key = await nativeKey(pk);
  if (key === null) return null;
  return crypto.subtle.verify("Ed25519", key, signature, message).catch(() => null);
}

function yOf(point: Uint8Array): bigint {
  return littleEndian(point) & (2n ** 255n - 1n);
}

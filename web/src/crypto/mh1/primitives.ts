/** SHA-256, HKDF-SHA256, AES-256-GCM and randomness, as section 3.1 fixes them. */
import { sha256 } from "@noble/hashes/sha2.js";
import { type Bytes, copy } from "./bytes";
import { demand, Refused, type Rule } from "./refused";

export const KEY_BYTES = 32;
export const NONCE_BYTES = 12;
export const TAG_BYTES = 16;
export const ZEROS: Bytes = new Uint8Array(32);

/** Where random bytes come from; tests give their own. */
export type Random = (length: number) => Bytes;

/** The platform's generator. */
export const systemRandom: Random = (length) => crypto.getRandomValues(new Uint8Array(length));

/** A secret in memory, or one the browser keeps as a non-extractable HKDF key. */
export type Secret = Bytes | CryptoKey;

/** SHA-256. Not WebCrypto's: for the short inputs of the protocol, waiting for a promise costs more than hashing. */
export function hash(data: Uint8Array): Bytes {
  return copy(sha256(data));
}

/** A secret as a key that scripts cannot read, and that browsers keep in IndexedDB. */
export function hkdfKey(secret: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveBits"]);
}

/** HKDF-SHA256, extract and expand. */
export async function hkdf(ikm: Secret, salt: Bytes, info: Bytes, length = KEY_BYTES): Promise<Bytes> {
  const key = ikm instanceof Uint8Array ? await hkdfKey(ikm) : ikm;
  return new Uint8Array(
    await crypto.subtle.deriveBits({ name: "HKDF", hash: "SHA-256", salt, info }, key, length * 8),
  );
}

/** AES-256-GCM: ciphertext, then the 16-byte tag. */
export async function sealGcm(key: Bytes, nonce: Bytes, plaintext: Bytes, aad: Bytes): Promise<Bytes> {
  const imported = await crypto.subtle.importKey("raw", key, "AES-GCM", false, ["encrypt"]);
  return new Uint8Array(
    await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce, additionalData: aad }, imported, plaintext),
  );
}

/** Opens what `sealGcm` made, or refuses by the caller's rule. */
export async function openGcm(
  key: Bytes,
  nonce: Bytes,
  sealed: Bytes,
  aad: Bytes,
  rule: Rule,
): Promise<Bytes> {
  demand(nonce.length === NONCE_BYTES && sealed.length >= TAG_BYTES, rule, "not an AES-GCM ciphertext");
  const imported = await crypto.subtle.importKey("raw", key, "AES-GCM", false, ["decrypt"]);
  try {
    return new Uint8Array(
      await crypto.subtle.decrypt({ name: "AES-GCM", iv: nonce, additionalData: aad }, imported, sealed),
    );
  } catch (error) {
    if (error instanceof Error && error.name === "OperationError")
      throw new Refused(rule, "the tag does not fit");
    throw error;
  }
}

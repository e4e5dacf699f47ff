/** Sealing for this browser alone: under a key that lies beside it and that no script can read. */
import type { Bytes } from "../crypto/mh1/bytes";

export interface SealedHere {
  readonly key: CryptoKey;
  readonly nonce: Bytes;
  readonly sealed: Bytes;
}

const BITS = 256;
const NONCE_BYTES = 12;

/** `context` says what it is and whose: nothing sealed for another opens in its place. */
export async function sealHere(plaintext: Bytes, context: Bytes): Promise<SealedHere> {
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: BITS }, false, [
    "encrypt",
    "decrypt",
  ]);
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const how = { name: "AES-GCM", iv: nonce, additionalData: context };
  return { key, nonce, sealed: new Uint8Array(await crypto.subtle.encrypt(how, key, plaintext)) };
}

export async function openSealedHere({ key, nonce, sealed }: SealedHere, context: Bytes): Promise<Bytes> {
  const how = { name: "AES-GCM", iv: nonce, additionalData: context };
  return new Uint8Array(await crypto.subtle.decrypt(how, key, sealed));
}

/** Ed25519 without the platform's help, for what it cannot do: WebKitGTK refuses some valid keys, old engines all. */
import { ed25519 } from "@noble/curves/ed25519.js";
import { sha512 } from "@noble/hashes/sha2.js";
import { type Bytes, concat, copy, equal, littleEndian } from "./bytes";
import { Refused } from "./refused";

const L = ed25519.Point.Fn.ORDER;

/** The public key of a 32-byte seed. */
export function publicKey(seed: Bytes): Bytes {
  return copy(ed25519.getPublicKey(seed));
}

/** Signs with a 32-byte seed. */
export function curveSign(seed: Bytes, message: Bytes): Bytes {
  return copy(ed25519.sign(message, seed));
}

/** What native code does: [S]B − [k]A encodes to R. @noble's own `verify` multiplies by the cofactor. */
export function curveVerify(pk: Bytes, message: Bytes, signature: Bytes): boolean {
  const r = signature.subarray(0, 32);
  const k = littleEndian(sha512(concat(r, pk, message))) % L;
  const a = pointOf(pk);
  const left = ed25519.Point.BASE.multiplyUnsafe(littleEndian(signature.subarray(32)));
  return equal(left.subtract(a.multiplyUnsafe(k)).toBytes(), r);
}

function pointOf(pk: Bytes): InstanceType<typeof ed25519.Point> {
  try {
    return ed25519.Point.fromBytes(pk, false);
  } catch {
    throw new Refused("signature", "the public key is no point of the curve");
  }
}

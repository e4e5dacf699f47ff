/** Shamir's sharing of 32 bytes over GF(2^8) with polynomial 0x11b; a share is y(32), then x (3.1). */
import { type Bytes, concat } from "./bytes";
import { demand } from "./refused";

export const SHARE_BYTES = 33;
const SECRET_BYTES = 32;

// Exponents and logarithms to the generator 3.
const EXP = new Uint8Array(255);
const LOG = new Uint8Array(256);
for (let i = 0, value = 1; i < 255; i++) {
  EXP[i] = value;
  LOG[value] = i;
  value ^= (value << 1) ^ (value & 0x80 ? 0x11b : 0);
}

function multiply(a: number, b: number): number {
  if (a === 0 || b === 0) return 0;
  return EXP[((LOG[a] ?? 0) + (LOG[b] ?? 0)) % 255] ?? 0;
}

function divide(a: number, b: number): number {
  if (a === 0) return 0;
  return EXP[((LOG[a] ?? 0) + 255 - (LOG[b] ?? 0)) % 255] ?? 0;
}

/** The share at x of the polynomial with these coefficients, the secret first. */
export function shareAt(coefficients: readonly Bytes[], x: number): Bytes {
  const y = new Uint8Array(SECRET_BYTES);
  for (const coefficient of [...coefficients].reverse()) {
    for (let i = 0; i < y.length; i++) y[i] = multiply(y[i] ?? 0, x) ^ (coefficient[i] ?? 0);
  }
  return concat(y, Uint8Array.of(x));
}

/** The secret that k shares give. Any shares give one, so what comes out must be checked against a commitment. */
export function combine(shares: readonly Bytes[]): Bytes {
  demand(
    shares.every((share) => share.length === SHARE_BYTES),
    "escrow",
    "a share is 33 bytes",
  );
  const xs = shares.map((share) => share[SECRET_BYTES] ?? 0);
  demand(!xs.includes(0) && new Set(xs).size === xs.length, "escrow", "shares of the same place, or of none");
  const secret = new Uint8Array(SECRET_BYTES);
  for (const [j, share] of shares.entries()) {
    const weight = xs.reduce(
      (product, x, i) => (i === j ? product : multiply(product, divide(x, x ^ (xs[j] ?? 0)))),
      1,
    );
    for (let i = 0; i < secret.length; i++) secret[i] = (secret[i] ?? 0) ^ multiply(share[i] ?? 0, weight);
  }
  return secret;
}

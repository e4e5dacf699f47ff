// @vitest-environment node
/** Every primitive beside an implementation by somebody else; what one makes, the other opens. */
import { ed25519 } from "@noble/curves/ed25519.js";
import { hkdf as nobleHkdf } from "@noble/hashes/hkdf.js";
import { sha256, sha512 } from "@noble/hashes/sha2.js";
import { AEAD_AES_256_GCM, KDF_HKDF_SHA256, KEM_MLKEM768_X25519 } from "@panva/hpke-noble";
import { CipherSuite } from "hpke";
import { combine as theirCombine, split as theirSplit } from "shamir-secret-sharing";
import { expect, test } from "vitest";
import { boxPublicKey, grantOf, openBox, sealBox } from "./box";
import { type Bytes, concat, copy, fromHex, hex, utf8 } from "./bytes";
import { curveSign, curveVerify, publicKey } from "./curve";
import { checkPublicKey, publicKeyOf, sign, verify } from "./ed25519";
import { encode } from "./encoding";
import { checkConsistency, checkInclusion, EMPTY_ROOT, merkleRoot } from "./merkle";
import { hash, hkdf, systemRandom as random } from "./primitives";
import { Refused } from "./refused";
import { combine, shareAt } from "./shamir";

const suite = new CipherSuite(KEM_MLKEM768_X25519, KDF_HKDF_SHA256, AEAD_AES_256_GCM);
const purpose = grantOf(random(16), 3, random(16), 2, 0);
const info = concat(utf8(purpose.label), hash(encode(purpose.context)));
const ENC_BYTES = 1120;

test("a box of ours opens with another HPKE, and one of its boxes with ours", async () => {
  const seed = random(32);
  const pk = await boxPublicKey(seed);
  const secret = random(32);
  const ours = await sealBox(pk, purpose, secret, random);
  const theirKey = await suite.DeserializePrivateKey(seed, false);
  const opened = await suite.Open(theirKey, ours.slice(0, ENC_BYTES), ours.slice(ENC_BYTES), { info });
  expect(copy(opened)).toEqual(secret);
  const theirs = await suite.Seal(await suite.DeserializePublicKey(pk), secret, { info });
  const box = concat(theirs.encapsulatedSecret, theirs.ciphertext);
  expect(await openBox(seed, purpose, box)).toEqual(secret);
});

test("shares of ours give the secret elsewhere, and theirs with us", async () => {
  const secret = random(32);
  const coefficients = [secret, random(32), random(32)];
  const ours = [5, 1, 3].map((x) => shareAt(coefficients, x));
  expect(copy(await theirCombine(ours))).toEqual(secret);
  const theirs = (await theirSplit(secret, 5, 3)).map(copy);
  expect(combine(theirs.slice(1, 4))).toEqual(secret);
});

test("HKDF is that of another implementation", async () => {
  const [ikm, salt, label] = [random(32), random(16), utf8("label")];
  expect(await hkdf(ikm, salt, label, 64)).toEqual(copy(nobleHkdf(sha256, ikm, salt, label, 64)));
});

async function accepts(check: () => Promise<unknown>): Promise<boolean> {
  try {
    await check();
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(Refused);
    return false;
  }
}

test("native code and @noble give the same public key and signature of a seed", async () => {
  for (let times = 0; times < 20; times++) {
    const [seed, message] = [random(32), random(40)];
    expect(await publicKeyOf(seed)).toEqual(publicKey(seed));
    expect(await sign(seed, message)).toEqual(curveSign(seed, message));
  }
});

test("native and @noble verification agree, whatever bit of a signature is changed", async () => {
  const seed = random(32);
  const [pk, message] = [publicKey(seed), random(40)];
  const signature = await sign(seed, message);
  await verify(pk, message, signature);
  expect(curveVerify(pk, message, signature)).toBe(true);
  for (let i = 0; i < 64; i += 7) {
    const changed = copy(signature);
    changed[i] = (changed[i] ?? 0) ^ 1;
    expect(await accepts(() => verify(pk, message, changed))).toBe(false);
    expect(curveVerify(pk, message, changed)).toBe(false);
  }
});

const ORDER_8 = "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a";

test("every public key of small order is refused, whatever it would verify", () => {
  const torsion = ed25519.Point.fromBytes(fromHex(ORDER_8));
  const orders = Array.from({ length: 8 }, (_, i) => torsion.multiplyUnsafe(BigInt(i)).toBytes());
  expect(new Set(orders.map(hex)).size).toBe(8);
  for (const point of orders) {
    const negated = copy(point);
    negated[31] = (negated[31] ?? 0) ^ 0x80;
    for (const pk of [copy(point), negated]) expect(() => checkPublicKey(pk)).toThrow(Refused);
  }
});

// A key with a part of order 8 and a signature that holds only when the cofactor is multiplied away: libraries differ.
test("a signature that needs the cofactor is refused natively and by @noble alike", async () => {
  const torsion = ed25519.Point.fromBytes(fromHex(ORDER_8));
  const seed = random(32);
  const { point, scalar } = ed25519.utils.getExtendedPublicKey(seed);
  const pk = copy(point.add(torsion).toBytes());
  const message = random(20);
  const r = 12345n;
  const bigR = copy(ed25519.Point.BASE.multiply(r).toBytes());
  const order = ed25519.Point.Fn.ORDER;
  const k = ed25519.Point.Fn.create(littleEndian(copy(sha512(concat(bigR, pk, message)))) % order);
  const s = (r + k * scalar) % order;
  const signature = concat(bigR, littleEndianBytes(s));
  expect(ed25519.verify(signature, message, pk, { zip215: false })).toBe(true);
  expect(curveVerify(pk, message, signature)).toBe(k % 8n === 0n);
  expect(await accepts(() => verify(pk, message, signature))).toBe(k % 8n === 0n);
});

const littleEndian = (bytes: Bytes) => bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
const littleEndianBytes = (value: bigint) =>
  Uint8Array.from({ length: 32 }, (_, i) => Number((value >> BigInt(8 * i)) & 255n));

// RFC 6962, section 2.1, as it is written there.
function rfcRoot(leaves: readonly Bytes[]): Bytes {
  const [only] = leaves;
  if (only === undefined) return EMPTY_ROOT;
  if (leaves.length === 1) return hash(concat(Uint8Array.of(0), only));
  const k = splitOf(leaves.length);
  return hash(concat(Uint8Array.of(1), rfcRoot(leaves.slice(0, k)), rfcRoot(leaves.slice(k))));
}

const splitOf = (n: number) => 2 ** (Math.ceil(Math.log2(n)) - 1);

function rfcPath(m: number, leaves: readonly Bytes[]): Bytes[] {
  if (leaves.length <= 1) return [];
  const k = splitOf(leaves.length);
  return m < k
    ? [...rfcPath(m, leaves.slice(0, k)), rfcRoot(leaves.slice(k))]
    : [...rfcPath(m - k, leaves.slice(k)), rfcRoot(leaves.slice(0, k))];
}

function rfcProof(m: number, leaves: readonly Bytes[], whole: boolean): Bytes[] {
  const n = leaves.length;
  if (m === n) return whole ? [] : [rfcRoot(leaves)];
  const k = splitOf(n);
  return m <= k
    ? [...rfcProof(m, leaves.slice(0, k), whole), rfcRoot(leaves.slice(k))]
    : [...rfcProof(m - k, leaves.slice(k), false), rfcRoot(leaves.slice(0, k))];
}

test("roots and proofs are those that RFC 6962 defines, at every size up to 17", () => {
  const leaves = Array.from({ length: 17 }, () => random(32));
  for (let n = 1; n <= leaves.length; n++) {
    const tree = leaves.slice(0, n);
    const root = rfcRoot(tree);
    expect(merkleRoot(tree)).toEqual(root);
    for (let m = 0; m < n; m++) checkInclusion(leaves[m] ?? root, m, n, rfcPath(m, tree), root);
    for (let m = 1; m < n; m++) {
      const proof = rfcProof(m, tree, true);
      checkConsistency(m, n, proof, rfcRoot(tree.slice(0, m)), root);
      expect(() => checkConsistency(m, n, proof.slice(1), rfcRoot(tree.slice(0, m)), root)).toThrow(Refused);
      expect(() => checkConsistency(m, n, [...proof, root], rfcRoot(tree.slice(0, m)), root)).toThrow(
        Refused,
      );
    }
  }
});

/** A person's keys, generation by generation: signing, boxes, and the link to the seed before (3.2). */
import { boxPublicKey } from "./box";
import { type Bytes, concat, demandLength, equal, u64, utf8 } from "./bytes";
import { KID_BYTES } from "./cose";
import { publicKeyOf, type Signer, signerOf } from "./ed25519";
import { encode } from "./encoding";
import { LINK_BYTES } from "./epoch";
import { hash, hkdf, NONCE_BYTES, openGcm, type Random, sealGcm } from "./primitives";
import { demand } from "./refused";

/** The secret keys that a generation's seed gives. */
export interface PukKeys {
  readonly sign: Bytes;
  readonly enc: Bytes;
  readonly chain: Bytes;
}

/** The public keys of a generation, as the chain holds them. */
export interface PukPublic {
  readonly enc: Bytes;
  readonly sign: Bytes;
}

/** All secret keys of a generation. */
export async function pukKeys(seed: Bytes, uid: Bytes, generation: number): Promise<PukKeys> {
  demandLength(32, seed);
  demandLength(16, uid);
  const derive = (use: string) => hkdf(seed, uid, concat(utf8(`mh1/puk/${use}/`), u64(generation)));
  const [sign, enc, chain] = await Promise.all([derive("sign"), derive("enc"), derive("chain")]);
  return { sign, enc, chain };
}

/** The public keys of a generation's secret ones. */
export async function pukPublic(keys: PukKeys): Promise<PukPublic> {
  return { enc: await boxPublicKey(keys.enc), sign: await publicKeyOf(keys.sign) };
}

/** The key id under which a generation signs, where there is no device. */
export function pukKid(uid: Bytes, generation: number): Bytes {
  return hash(concat(utf8("mh1/puk"), uid, u64(generation))).slice(0, KID_BYTES);
}

/** Signs as a generation. */
export function pukSigner(keys: PukKeys, uid: Bytes, generation: number): Signer {
  return signerOf(pukKid(uid, generation), keys.sign);
}

const linkContext = (uid: Bytes, generation: number) => encode(["mh1/puk/prev", uid, generation - 1]);

/** Wraps the seed of the generation before. */
export async function sealPrevious(
  keys: PukKeys,
  uid: Bytes,
  generation: number,
  older: Bytes,
  random: Random,
): Promise<Bytes> {
  const nonce = random(NONCE_BYTES);
  return concat(nonce, await sealGcm(keys.chain, nonce, older, linkContext(uid, generation)));
}

/** Unwraps the seed of the generation before. */
export async function openPrevious(
  keys: PukKeys,
  uid: Bytes,
  generation: number,
  link: Bytes,
): Promise<Bytes> {
  demand(generation > 1, "slot", "nothing comes before generation 1");
  demand(link.length === LINK_BYTES, "slot", "a link is 60 bytes");
  const nonce = link.slice(0, NONCE_BYTES);
  return openGcm(keys.chain, nonce, link.slice(NONCE_BYTES), linkContext(uid, generation), "slot");
}

/** Refuses keys other than the chain's. */
export async function checkPuk(keys: PukKeys, wanted: PukPublic): Promise<void> {
  const derived = await pukPublic(keys);
  const fits = equal(derived.enc, wanted.enc) && equal(derived.sign, wanted.sign);
  demand(fits, "slot", "the seed does not give the keys of the chain");
}

/** Boxes: HPKE base mode with X-Wing, each under one of five labels and bound to its context (3.1, 3.1.1). */
import { Aes256Gcm, CipherSuite, HkdfSha256 } from "@hpke/core";
import { XWing } from "@hpke/hybridkem-x-wing";
import { type Bytes, concat, copy, utf8 } from "./bytes";
import { type Cbor, encode } from "./encoding";
import { hash, type Random } from "./primitives";
import { demand, Refused } from "./refused";

export const BOX_PUBLIC_BYTES = 1216;
export const BOX_SEED_BYTES = 32;
const ENC_BYTES = 1120;
const TAG_BYTES = 16;
const SEED_OF_ENCAPSULATION = 64;

const LABELS = ["mh1/grant", "mh1/slot", "mh1/escrow", "mh1/records", "mh1/report"] as const;
export type BoxLabel = (typeof LABELS)[number];

/** What a box is for: its label, and the context array that belongs to the label. */
export interface Purpose {
  readonly label: BoxLabel;
  readonly context: Cbor[];
}

const kem = new XWing();
const suite = new CipherSuite({ kem, kdf: new HkdfSha256(), aead: new Aes256Gcm() });

/** An epoch secret (kind 0) or message key (kind 1) for one PUK generation of a member. */
export const grantOf = (cid: Bytes, e: number, uid: Bytes, generation: number, kind: number): Purpose => ({
  label: "mh1/grant",
  context: [cid, e, uid, generation, kind],
});

/** A PUK seed for one holder. */
export const slotOf = (uid: Bytes, generation: number, holder: Bytes): Purpose => ({
  label: "mh1/slot",
  context: [uid, generation, holder],
});

/** A share of an epoch secret for records officer x. */
export const escrowOf = (cid: Bytes, e: number, roster: Bytes, x: number): Purpose => ({
  label: "mh1/escrow",
  context: [cid, e, roster, x],
});

/** The same share, sealed again to the recovery workstation of one request. */
export const recordsOf = (cid: Bytes, e: number, roster: Bytes, x: number, request: Bytes): Purpose => ({
  label: "mh1/records",
  context: [cid, e, roster, x, request],
});

/** One message, disclosed to the safety officer. */
export const reportOf = (cid: Bytes, mid: Bytes, reporter: Bytes): Purpose => ({
  label: "mh1/report",
  context: [cid, mid, reporter],
});

/** A purpose read from elsewhere; refuses a label that section 3.1.1 lacks. */
export function purposeOf(label: string, context: Cbor): Purpose {
  const known = LABELS.find((item) => item === label);
  demand(known !== undefined, "box", "an unknown label");
  demand(Array.isArray(context), "box", "a context is a list");
  return { label: known, context };
}

function infoOf({ label, context }: Purpose): Bytes {
  return concat(utf8(label), hash(encode(context)));
}

/** The public key of a 32-byte X-Wing seed. */
export async function boxPublicKey(seed: Bytes): Promise<Bytes> {
  demand(seed.length === BOX_SEED_BYTES, "box", "a seed is 32 bytes");
  // The library's `deriveKeyPair` hashes the seed once more; this one is the X-Wing key of the seed itself.
  const pair = await kem.generateKeyPairDerand(copy(seed));
  return new Uint8Array(await kem.serializePublicKey(pair.publicKey));
}

/** Seals to a public key; the box is the encapsulation, then the ciphertext. */
export async function sealBox(pk: Bytes, purpose: Purpose, plaintext: Bytes, random: Random): Promise<Bytes> {
  demand(pk.length === BOX_PUBLIC_BYTES, "box", "a public key is 1216 bytes");
  const recipientPublicKey = await kem.deserializePublicKey(copy(pk));
  const ekm = random(SEED_OF_ENCAPSULATION);
  const sealed = await suite.seal({ recipientPublicKey, info: infoOf(purpose), ekm }, plaintext);
  return concat(new Uint8Array(sealed.enc), new Uint8Array(sealed.ct));
}

/** Opens a box with its seed, or refuses. */
export async function openBox(seed: Bytes, purpose: Purpose, box: Bytes): Promise<Bytes> {
  demand(seed.length === BOX_SEED_BYTES, "box", "a seed is 32 bytes");
  demand(box.length >= ENC_BYTES + TAG_BYTES, "box", "too short for a box");
  const recipientKey = await kem.importKey("raw", copy(seed).buffer, false);
  const params = { recipientKey, enc: box.slice(0, ENC_BYTES), info: infoOf(purpose) };
  try {
    return new Uint8Array(await suite.open(params, box.slice(ENC_BYTES)));
  } catch (error) {
    throw new Refused("box", `the box does not open: ${error instanceof Error ? error.name : "unknown"}`);
  }
}

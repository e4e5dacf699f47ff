/** What a person seals to nobody but themself, under a key of each thing's own, from their newest generation. */
import { type Bytes, concat, demandLength, u64, utf8 } from "./bytes";
import { decode, encode } from "./encoding";
import { tuple } from "./fields";
import { pad, unpad } from "./padding";
import { hkdf, NONCE_BYTES, openGcm, type Random, type Secret, sealGcm } from "./primitives";
import { demand } from "./refused";

const PURPOSES = ["pins", "office", "note", "draft", "diary"] as const;
/** What people seal to themselves. */
export type OwnPurpose = (typeof PURPOSES)[number];

/** Where something sealed belongs: it opens as nothing else, as no other thing, as no other version of it. */
export interface OwnPlace {
  readonly purpose: OwnPurpose;
  /** 16 bytes. */
  readonly id: Bytes;
  /** Counts from 1. */
  readonly version: number;
}

/** A generation of one's own; `ownGenerations` gives them all. */
export interface OwnSecret {
  readonly generation: number;
  readonly seed: Secret;
}

/** A purpose read from elsewhere; refuses any other than there are. */
export function ownPurpose(text: string): OwnPurpose {
  const known = PURPOSES.find((item) => item === text);
  demand(known !== undefined, "own", "an unknown purpose");
  return known;
}

/** The key behind all that a person seals to themself in a generation. */
export function ownKey(uid: Bytes, own: OwnSecret): Promise<Bytes> {
  return hkdf(own.seed, uid, concat(utf8("mh1/puk/own/"), u64(own.generation)));
}

/** The key of all versions of one thing. */
export async function keyOfPlace(uid: Bytes, own: OwnSecret, place: OwnPlace): Promise<Bytes> {
  return hkdf(await ownKey(uid, own), place.id, utf8(`mh1/own/${ownPurpose(place.purpose)}`));
}

/** Seals for that place; `own` is the person's newest generation. */
export async function sealOwn(
  uid: Bytes,
  own: OwnSecret,
  place: OwnPlace,
  plaintext: Bytes,
  random: Random,
): Promise<Bytes> {
  const context = contextOf(uid, own.generation, place);
  const nonce = random(NONCE_BYTES);
  const ciphertext = await sealGcm(await keyOfPlace(uid, own, place), nonce, pad(plaintext), context);
  return encode([1, own.generation, nonce, ciphertext]);
}

/** What was sealed for that place, with the one of these generations that it names. */
export async function openOwn(
  uid: Bytes,
  generations: readonly OwnSecret[],
  place: OwnPlace,
  sealed: Bytes,
): Promise<Bytes> {
  const read = tuple(decode(sealed), 4, "own").is(0, 1);
  const own = generations.find(({ generation }) => generation === read.uint(1));
  demand(own !== undefined, "own", "sealed by a generation that is not there");
  const [nonce, ciphertext] = [read.bytes(2, NONCE_BYTES), read.bytes(3)];
  const context = contextOf(uid, own.generation, place);
  return unpad(await openGcm(await keyOfPlace(uid, own, place), nonce, ciphertext, context, "own"), "own");
}

function contextOf(uid: Bytes, generation: number, { purpose, id, version }: OwnPlace): Bytes {
  demandLength(16, uid, id);
  demand(Number.isSafeInteger(version) && version > 0, "own", "versions count from 1");
  return encode(["mh1/own", uid, ownPurpose(purpose), id, version, generation]);
}

/** Holder cards: what each holder of a seed is, signed by its owner, so that no server chooses a salt or credential (3.4). */
import { BOX_PUBLIC_BYTES } from "./box";
import type { Bytes } from "./bytes";
import { checkPublicKey } from "./ed25519";
import { type Cbor, encode } from "./encoding";
import { type Fields, tuple } from "./fields";
import { hash } from "./primitives";
import { demand } from "./refused";

export const DEVICE = 0;
export const PASSKEY = 1;
export const KIT = 2;
export const PASSPHRASE = 3;

const LONGEST_CREDENTIAL = 1023;
const WORDS_BYTES = 20;

/** A holder of a person's seed. */
export interface Card {
  readonly id: Bytes;
  readonly kind: number;
  readonly pk: Bytes;
  /** The Ed25519 key of a device; nothing else signs. */
  readonly dpk: Bytes | null;
  readonly box: Bytes;
  /** The credential id of a passkey, the salt of a passphrase. */
  readonly param: Bytes | null;
}

/** Reads a card of the form that its kind demands. */
export function parseCard(value: Cbor): Card {
  const fields = tuple(value, 6, "chain");
  const kind = fields.uint(1, PASSPHRASE);
  const dpk = kind === DEVICE ? fields.bytes(3, 32) : fields.is(3, null).bytesOrNull(3, 32);
  if (dpk !== null) checkPublicKey(dpk);
  return {
    id: fields.bytes(0, kind === DEVICE ? 16 : 8),
    kind,
    pk: fields.bytes(2, BOX_PUBLIC_BYTES),
    dpk,
    box: fields.bytes(4, 32),
    param: paramOf(kind, fields),
  };
}

function paramOf(kind: number, fields: Fields): Bytes | null {
  if (kind === PASSKEY) return fields.bytes(5, 1, LONGEST_CREDENTIAL);
  if (kind === PASSPHRASE) return fields.bytes(5, 16);
  demand(fields.value(5) === null, "chain", "a holder of this kind has no parameter");
  return null;
}

/** The card as an entry holds it. */
export function cardValue(card: Card): Cbor {
  return [card.id, card.kind, card.pk, card.dpk, card.box, card.param];
}

/** What a new device and the old one show as the same words, before the old one seals anything to it (3.7). */
export function deviceFingerprint(id: Bytes, pk: Bytes, dpk: Bytes): Bytes {
  return hash(encode([id, DEVICE, pk, dpk])).slice(0, WORDS_BYTES);
}

/** The message envelope: a visible, signed header, and padded content under a key of its own that commits (3.6). */
import { type Bytes, concat, equal, utf8 } from "./bytes";
import { type Content, classOf, encodeContent, parseContent } from "./content";
import { makeSign1, parseSign1, signedBytes } from "./cose";
import { type Signer, verify } from "./ed25519";
import { type Cbor, decode, encode } from "./encoding";
import { decodeMap, tuple } from "./fields";
import { pad, unpad } from "./padding";
import { hash, hkdf, NONCE_BYTES, openGcm, type Random, type Secret, sealGcm, ZEROS } from "./primitives";
import { demand } from "./refused";

export const OKM_BYTES = 64;
const ID_BYTES = 16;
const ALL_KEYS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];

/** What the server sees of a message, and everybody authenticates. */
export interface Header {
  readonly cid: Bytes;
  readonly epoch: number;
  readonly mid: Bytes;
  readonly sender: Bytes;
  readonly kid: Bytes;
  readonly counter: number;
  /** Envelope hash of the sender kid's message before; zeros at first. */
  readonly previous: Bytes;
  /** Hash of the last log entry that the sender has verified. */
  readonly entry: Bytes;
  readonly time: number;
  readonly class: number;
  readonly plan: Bytes | null;
}

/** A parsed envelope: nothing is verified or opened yet. */
export interface Envelope {
  readonly header: Header;
  /** The envelope hash: over the signed bytes. */
  readonly hash: Bytes;
  readonly signed: Bytes;
  readonly signature: Bytes;
  readonly headerBytes: Bytes;
  readonly nonce: Bytes;
  readonly commitment: Bytes;
  readonly ciphertext: Bytes;
}

/** What opening gives: the content, its exact bytes, and the 64 bytes that disclose this message alone. */
export interface Opened {
  readonly content: Content;
  readonly bytes: Bytes;
  readonly okm: Bytes;
}

/** The parts of an envelope. */
export function parseEnvelope(data: Bytes): Envelope {
  const sign1 = parseSign1(data);
  const parts = tuple(decode(sign1.payload), 4, "message");
  const headerBytes = parts.bytes(0);
  const header = parseHeader(headerBytes);
  demand(equal(sign1.kid, header.kid), "message", "signed by another kid than the header names");
  const signed = signedBytes(sign1.prot, "mh1/msg", sign1.payload);
  return {
    header,
    hash: hash(signed),
    signed,
    signature: sign1.signature,
    headerBytes,
    nonce: parts.bytes(1, NONCE_BYTES),
    commitment: parts.bytes(2, 32),
    ciphertext: parts.bytes(3),
  };
}

function parseHeader(data: Bytes): Header {
  const map = decodeMap(data, ALL_KEYS, "message").is(0, 1);
  const header = {
    cid: map.bytes(1, ID_BYTES),
    epoch: map.uint(2),
    mid: map.bytes(3, ID_BYTES),
    sender: map.bytes(4, ID_BYTES),
    kid: map.bytes(5, ID_BYTES),
    counter: map.uint(6),
    previous: map.bytes(7, 32),
    entry: map.bytes(8, 32),
    time: map.uint(9),
    class: map.uint(10, 1),
    plan: map.bytesOrNull(11, ID_BYTES),
  };
  demand(
    header.counter > 0 || equal(header.previous, ZEROS),
    "message",
    "a first message has no predecessor",
  );
  return header;
}

/** The exact bytes of a header. */
export function encodeHeader(header: Header): Bytes {
  const values: Cbor[] = [
    1,
    header.cid,
    header.epoch,
    header.mid,
    header.sender,
    header.kid,
    header.counter,
    header.previous,
    header.entry,
    header.time,
    header.class,
    header.plan,
  ];
  const data = encode(new Map(values.entries()));
  parseHeader(data);
  return data;
}

/** Verifies the signature under the sender's key. */
export function verifyEnvelope({ signed, signature }: Envelope, pk: Bytes): Promise<void> {
  return verify(pk, signed, signature);
}

const keysOf = (m: Secret, mid: Bytes, headerBytes: Bytes) =>
  hkdf(m, mid, concat(utf8("mh1/msg"), hash(headerBytes)), OKM_BYTES);

const aadOf = (headerBytes: Bytes, commitment: Bytes) => encode(["Encrypt0", headerBytes, commitment]);

/** Opens a verified envelope with the message key of its epoch. */
export async function openEnvelope(envelope: Envelope, m: Secret): Promise<Opened> {
  return openDisclosed(envelope, await keysOf(m, envelope.header.mid, envelope.headerBytes));
}

/** Opens one verified envelope with the 64 bytes that were disclosed for it. */
export async function openDisclosed(envelope: Envelope, okm: Bytes): Promise<Opened> {
  demand(okm.length === OKM_BYTES, "message", "64 bytes disclose a message");
  const { headerBytes, nonce, commitment, ciphertext } = envelope;
  demand(equal(okm.subarray(32), commitment), "message", "the key is not the one committed to");
  const padded = await openGcm(
    okm.slice(0, 32),
    nonce,
    ciphertext,
    aadOf(headerBytes, commitment),
    "message",
  );
  const bytes = unpad(padded);
  const content = parseContent(bytes);
  demand(envelope.header.class === classOf(content.type), "message", "the class does not fit the content");
  return { content, bytes, okm };
}

/** Seals and signs a message; the header's class follows from the content. */
export async function sealEnvelope(
  signer: Signer,
  m: Secret,
  header: Omit<Header, "kid" | "class">,
  content: Content,
  random: Random,
): Promise<Bytes> {
  const headerBytes = encodeHeader({ ...header, kid: signer.kid, class: classOf(content.type) });
  const okm = await keysOf(m, header.mid, headerBytes);
  const commitment = okm.slice(32);
  const nonce = random(NONCE_BYTES);
  const padded = pad(encodeContent(content));
  const ciphertext = await sealGcm(okm.slice(0, 32), nonce, padded, aadOf(headerBytes, commitment));
  return makeSign1(signer, "mh1/msg", encode([headerBytes, nonce, commitment, ciphertext]));
}

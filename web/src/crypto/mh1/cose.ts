/** COSE_Sign1 without tag or unprotected header, bound to one domain by its external data (section 3.3). */
import { type Bytes, concat, utf8 } from "./bytes";
import { SIGNATURE_BYTES, type Signer, verify } from "./ed25519";
import { type Cbor, decode, encode } from "./encoding";
import { decodeMap, tuple } from "./fields";
import { hash } from "./primitives";
import { demand } from "./refused";

export type Domain =
  | "mh1/msg"
  | "mh1/log"
  | "mh1/user"
  | "mh1/dir"
  | "mh1/assign"
  | "mh1/invite"
  | "mh1/records"
  | "mh1/report";

/** A signature with what it covers; `payload` is null where it is carried elsewhere. */
export interface Sign1 {
  readonly prot: Bytes;
  readonly kid: Bytes;
  readonly payload: Bytes | null;
  readonly signature: Bytes;
}

export const KID_BYTES = 16;
const EDDSA = -8;

/** The parts of an encoded Sign1 that carries its payload. */
export function parseSign1(data: Bytes): Sign1 & { readonly payload: Bytes } {
  const parsed = parse(data);
  const { payload } = parsed;
  demand(payload !== null, "encoding", "the payload is missing");
  return { ...parsed, payload };
}

/** The parts of an encoded co-signature, whose payload is carried by the first one. */
export function parseDetached(data: Bytes): Sign1 {
  const parsed = parse(data);
  demand(parsed.payload === null, "encoding", "a co-signature carries no payload");
  return parsed;
}

function parse(data: Bytes): Sign1 {
  const parts = tuple(decode(data), 4, "encoding");
  const prot = parts.bytes(0);
  const header = decodeMap(prot, [1, 4], "encoding").is(1, EDDSA);
  parts.map(1, []);
  const payload = parts.value(2) === null ? null : parts.bytes(2);
  return { prot, kid: header.bytes(4, KID_BYTES), payload, signature: parts.bytes(3, SIGNATURE_BYTES) };
}

/** The bytes a signature covers. Their hash is the entry hash: it leaves the signature out. */
export function signedBytes(prot: Bytes, domain: Domain, payload: Bytes): Bytes {
  return encode(["Signature1", prot, utf8(domain), payload]);
}

/** The entry hash of a Sign1 that carries its payload. */
export function entryHash(sign1: Sign1 & { readonly payload: Bytes }, domain: Domain): Bytes {
  return hash(signedBytes(sign1.prot, domain, sign1.payload));
}

/** Verifies under one public key, over the payload carried or the one given, and returns the entry hash. */
export async function verifySign1(
  sign1: Sign1,
  domain: Domain,
  pk: Bytes,
  payload: Bytes | null = sign1.payload,
): Promise<Bytes> {
  demand(payload !== null, "encoding", "the payload is missing");
  const signed = signedBytes(sign1.prot, domain, payload);
  await verify(pk, signed, sign1.signature);
  return hash(signed);
}

/** Signs a payload and carries it. */
export async function makeSign1(signer: Signer, domain: Domain, payload: Bytes): Promise<Bytes> {
  return signed(signer, domain, payload, payload);
}

/** Co-signs a payload that another Sign1 carries. */
export async function makeDetached(signer: Signer, domain: Domain, payload: Bytes): Promise<Bytes> {
  return signed(signer, domain, payload, null);
}

async function signed(signer: Signer, domain: Domain, payload: Bytes, carried: Cbor): Promise<Bytes> {
  const prot = encode(
    new Map<number, Cbor>([
      [1, EDDSA],
      [4, signer.kid],
    ]),
  );
  const signature = await signer.sign(signedBytes(prot, domain, payload));
  return encode([prot, new Map(), carried, signature]);
}

/** The key id of a key that is on no user chain: org root, office, invite token. */
export function keyKid(pk: Bytes): Bytes {
  return hash(concat(utf8("mh1/key"), pk)).slice(0, KID_BYTES);
}

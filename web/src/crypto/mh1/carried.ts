/** An entry of a user chain or of the directory as carried: a Sign1 with the payload, then co-signatures (3.4). */
import { type Bytes, equal } from "./bytes";
import {
  type Domain,
  makeDetached,
  makeSign1,
  parseDetached,
  parseSign1,
  type Sign1,
  signedBytes,
  verifySign1,
} from "./cose";
import type { Signer } from "./ed25519";
import { type Cbor, decode, encode } from "./encoding";
import { bytesOf } from "./fields";
import { hash } from "./primitives";
import { demand } from "./refused";

/** The parts of an entry; no signature is verified yet. */
export interface Carried {
  readonly domain: Domain;
  readonly payload: Bytes;
  readonly hash: Bytes;
  readonly signatures: readonly Sign1[];
  /** The kid of the first signature. */
  readonly kid: Bytes;
}

/** The parts of an entry as carried. */
export function parseCarried(data: Bytes, domain: Domain): Carried {
  const value = decode(data);
  demand(Array.isArray(value), "encoding", "an entry is a list of signatures");
  const [first, ...others] = value.map(bytesOfAny);
  demand(first !== undefined, "encoding", "an entry has a signature");
  const main = parseSign1(first);
  return {
    domain,
    payload: main.payload,
    hash: hash(signedBytes(main.prot, domain, main.payload)),
    signatures: [main, ...others.map(parseDetached)],
    kid: main.kid,
  };
}

function bytesOfAny(value: Cbor): Bytes {
  demand(value instanceof Uint8Array, "encoding", "a signature is a byte string");
  return bytesOf(value, value.length, "encoding");
}

/** Verifies all signatures: as many as keys, in their order, each under its kid. */
export async function verifyCarried(
  entry: Carried,
  keys: readonly { readonly kid: Bytes; readonly pk: Bytes }[],
): Promise<void> {
  demand(entry.signatures.length === keys.length, "signature", "signed by too few or too many");
  for (const [i, { kid, pk }] of keys.entries()) {
    const sign1 = entry.signatures[i];
    demand(sign1 !== undefined && equal(sign1.kid, kid), "signature", "signed under another kid");
    await verifySign1(sign1, entry.domain, pk, entry.payload);
  }
}

/** The same entry with one co-signature more. */
export async function countersigned(domain: Domain, entry: Bytes, signer: Signer): Promise<Bytes> {
  const value = decode(entry);
  demand(Array.isArray(value), "encoding", "an entry is a list of signatures");
  return encode([...value, await makeDetached(signer, domain, parseCarried(entry, domain).payload)]);
}

/** Signs an entry by one, and co-signs by the others. */
export async function makeCarried(
  domain: Domain,
  payload: Cbor,
  first: Signer,
  ...others: Signer[]
): Promise<Bytes> {
  const data = encode(payload);
  const main = await makeSign1(first, domain, data);
  return encode([main, ...(await Promise.all(others.map((signer) => makeDetached(signer, domain, data))))]);
}

/** A checkpoint of the transparency log: a C2SP signed note of origin, size and root, and nothing else (3.11). */
import { type Bytes, concat, equal, utf8 } from "./bytes";
import type { TreeHead } from "./content";
import { SIGNATURE_BYTES, type Signer, verify } from "./ed25519";
import { hash } from "./primitives";
import { demand } from "./refused";

const KEY_ID_BYTES = 4;
const ED25519 = 0x01;
const SIGNATURE_LINE = /^\u2014 ([^\s+]+) ([A-Za-z0-9+/=]+)$/;

/** The first bytes of a note signature, which name the key. */
export function noteKeyId(name: string, pk: Bytes): Bytes {
  return hash(concat(utf8(name), Uint8Array.of(0x0a, ED25519), pk)).slice(0, KEY_ID_BYTES);
}

/** Verifies a checkpoint under the log's origin and key, and returns its size and root. */
export async function verifyCheckpoint(note: string, origin: string, pk: Bytes): Promise<TreeHead> {
  const split = note.lastIndexOf("\n\n");
  demand(split > 0 && note.endsWith("\n"), "transparency", "not a signed note");
  const text = note.slice(0, split + 1);
  const keyId = noteKeyId(origin, pk);
  const own = note
    .slice(split + 2, -1)
    .split("\n")
    .map(parseSignature)
    .filter(({ name, data }) => name === origin && equal(data.subarray(0, KEY_ID_BYTES), keyId));
  demand(own.length > 0, "transparency", "the log did not sign the checkpoint");
  for (const { data } of own) await verify(pk, utf8(text), data.slice(KEY_ID_BYTES));
  return parseBody(text, origin);
}

function parseSignature(line: string): { name: string; data: Bytes } {
  const [, name, encoded] = SIGNATURE_LINE.exec(line) ?? [];
  demand(name !== undefined && encoded !== undefined, "transparency", "not a signature line");
  return { name, data: fromBase64(encoded) };
}

function parseBody(text: string, origin: string): TreeHead {
  const [first, size, root, ...others] = text.slice(0, -1).split("\n");
  demand(first === origin, "transparency", "a checkpoint of another log");
  demand(size !== undefined && /^(0|[1-9][0-9]{0,15})$/.test(size), "transparency", "the size is no number");
  demand(others.length === 0, "transparency", "a line that mh1 does not know");
  const bytes = fromBase64(root ?? "");
  demand(bytes.length === 32 && Number.isSafeInteger(Number(size)), "transparency", "no such root or size");
  return { size: Number(size), root: bytes };
}

function fromBase64(text: string): Bytes {
  const canonical = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text);
  demand(canonical, "transparency", "not base64");
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  demand(toBase64(bytes) === text, "transparency", "not canonical base64");
  return bytes;
}

function toBase64(bytes: Bytes): string {
  return btoa(String.fromCharCode(...bytes));
}

/** Signs a checkpoint as the log. */
export async function makeCheckpoint(
  signer: Signer,
  origin: string,
  pk: Bytes,
  head: TreeHead,
): Promise<string> {
  const text = `${origin}\n${head.size}\n${toBase64(head.root)}\n`;
  const signature = await signer.sign(utf8(text));
  demand(signature.length === SIGNATURE_BYTES, "signature", "a signature is 64 bytes");
  return `${text}\n\u2014 ${origin} ${toBase64(concat(noteKeyId(origin, pk), signature))}\n`;
}

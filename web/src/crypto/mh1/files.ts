/** Attachments: Tink's AES256_GCM_HKDF_1MB streaming format, over the file filled to a Padmé length (3.1, 3.6). */
import { type Bytes, concat, demandLength, u32, utf8 } from "./bytes";
import { fill, padme, unfill } from "./padding";
import { hkdf, openGcm, type Random, sealGcm, TAG_BYTES } from "./primitives";
import { demand } from "./refused";

const SEGMENT = 2 ** 20;
const HEADER_BYTES = 40;
const SALT_BYTES = 32;
const PREFIX_BYTES = 7;
const FIRST_PLAIN = SEGMENT - HEADER_BYTES - TAG_BYTES;
const NEXT_PLAIN = SEGMENT - TAG_BYTES;
const NO_AAD = new Uint8Array();

function segmentKeyOf(key: Bytes, cid: Bytes, blob: Bytes, salt: Bytes): Promise<Bytes> {
  demandLength(32, key);
  demandLength(16, cid, blob);
  return hkdf(key, salt, concat(utf8("mh1/file"), cid, blob));
}

const nonceOf = (prefix: Bytes, i: number, last: boolean) =>
  concat(prefix, u32(i), Uint8Array.of(last ? 1 : 0));

/** Where plaintext or ciphertext is cut: the first segment is shorter by the header. */
function cut(data: Bytes, first: number, next: number): Bytes[] {
  const pieces = [data.slice(0, first)];
  for (let at = first; at < data.length; at += next) pieces.push(data.slice(at, at + next));
  return pieces;
}

/** Seals a file under a key of its own. */
export async function sealFile(
  key: Bytes,
  cid: Bytes,
  blob: Bytes,
  file: Bytes,
  random: Random,
): Promise<Bytes> {
  const salt = random(SALT_BYTES);
  const prefix = random(PREFIX_BYTES);
  const segmentKey = await segmentKeyOf(key, cid, blob, salt);
  const pieces = cut(fill(file), FIRST_PLAIN, NEXT_PLAIN);
  const sealed: Bytes[] = [];
  for (const [i, piece] of pieces.entries()) {
    sealed.push(await sealGcm(segmentKey, nonceOf(prefix, i, i === pieces.length - 1), piece, NO_AAD));
  }
  return concat(Uint8Array.of(HEADER_BYTES), salt, prefix, ...sealed);
}

/** Opens a file of this size, or refuses: every segment, their order and their end are authenticated. */
export async function openFile(
  key: Bytes,
  cid: Bytes,
  blob: Bytes,
  size: number,
  sealed: Bytes,
): Promise<Bytes> {
  demand(sealed.length >= HEADER_BYTES && sealed[0] === HEADER_BYTES, "file", "not a sealed file");
  const salt = sealed.slice(1, 1 + SALT_BYTES);
  const prefix = sealed.slice(1 + SALT_BYTES, HEADER_BYTES);
  const segmentKey = await segmentKeyOf(key, cid, blob, salt);
  const pieces = cut(sealed.slice(HEADER_BYTES), SEGMENT - HEADER_BYTES, SEGMENT);
  const opened: Bytes[] = [];
  for (const [i, piece] of pieces.entries()) {
    opened.push(
      await openGcm(segmentKey, nonceOf(prefix, i, i === pieces.length - 1), piece, NO_AAD, "file"),
    );
  }
  demand(pieces.length === 1 || opened.at(-1)?.length !== 0, "file", "an empty last segment");
  return unfill(concat(...opened), size);
}

/** How many bytes a file of this size takes once sealed. */
export function sealedLength(size: number): number {
  const filled = padme(size);
  const segments = filled <= FIRST_PLAIN ? 1 : 1 + Math.ceil((filled - FIRST_PLAIN) / NEXT_PLAIN);
  return HEADER_BYTES + filled + segments * TAG_BYTES;
}

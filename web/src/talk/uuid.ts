/** Ids: sixteen bytes in the protocol, a UUID in addresses and in JSON. */
import { type Bytes, fromHex, hex } from "../crypto/mh1/bytes";

/** The UUID of sixteen bytes. */
export function uuidOf(id: Uint8Array): string {
  return hex(id).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** The sixteen bytes of a UUID. */
export function bytesOfUuid(text: string): Bytes {
  const id = fromHex(text.replaceAll("-", "").toLowerCase());
  if (id.length !== 16) throw new TypeError("not a UUID");
  return id;
}

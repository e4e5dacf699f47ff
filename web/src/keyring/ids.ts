/** Ids as the protocol has them: the 16 bytes of a UUID. */
import { type Bytes, fromHex, hex } from "../crypto/mh1/bytes";

export function uidOf(id: string): Bytes {
  return fromHex(id.replaceAll("-", ""));
}

export function idOf(uid: Uint8Array): string {
  return hex(uid).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

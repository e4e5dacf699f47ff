/** How a new device shows what it is: the hash of its card as a link to scan, and its first 80 bits as a code to type. */
import type { JoiningDevice } from "../../client/types";
import { type Bytes, equal } from "../../crypto/mh1/bytes";
import { deviceFingerprint } from "../../crypto/mh1/cards";
import { asWritten, writtenDown } from "../../crypto/mh1/kit";
import { base64url, fromBase64url } from "../../lib/base64url";

const CODE_BYTES = 10;

/** What a link asks to be added. */
export interface Asked {
  readonly id: string;
  readonly fingerprint: Bytes;
}

export function joinLink(origin: string, id: string, fingerprint: Bytes): string {
  return `${origin}/devices#join=${id}.${base64url(fingerprint)}`;
}

/** What `#join=` says; null where that is nothing. */
export function parseJoin(fragment: string): Asked | null {
  const found = /^#?join=([\w-]{22})\.([\w-]{27})$/.exec(fragment);
  return found?.[1] && found[2] ? { id: found[1], fingerprint: fromBase64url(found[2]) } : null;
}

/** Sixteen characters, in groups of four. */
export function joinCode(fingerprint: Bytes): string {
  return writtenDown(fingerprint.slice(0, CODE_BYTES));
}

/** What the server says the device is. */
export function fingerprintOf({ id, pk, dpk }: Pick<JoiningDevice, "id" | "pk" | "dpk">): Bytes {
  return deviceFingerprint(fromBase64url(id), fromBase64url(pk), fromBase64url(dpk));
}

/** Whether the served device is the one that the link was made on. */
export function isAsked(served: JoiningDevice, asked: Asked): boolean {
  return equal(fingerprintOf(served), asked.fingerprint);
}

/** Whether somebody typed this device's code. */
export function isTyped(served: JoiningDevice, typed: string): boolean {
  return asWritten(joinCode(fingerprintOf(served))) === asWritten(typed);
}

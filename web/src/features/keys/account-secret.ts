/** The account secret beside a passphrase, as people write it down: eight groups of four digits and letters a to f. */
import { type Bytes, fromHex, hex } from "../../crypto/mh1/bytes";
import { ACCOUNT_SECRET_BYTES } from "../../crypto/mh1/slots";
import { OpensNothing } from "../../keyring/opens-nothing";

export function writeSecret(secret: Bytes): string {
  return hex(secret).replace(/.{4}(?=.)/g, "$&-");
}

/** The secret that somebody typed, in any case, with or without dashes; what cannot be one opens nothing. */
export function parseSecret(typed: string): Bytes {
  const digits = typed.replace(/[ -]/g, "").toLowerCase();
  if (!/^[0-9a-f]*$/.test(digits) || digits.length !== 2 * ACCOUNT_SECRET_BYTES) throw new OpensNothing();
  return fromHex(digits);
}

/** The holders that are no device: passkey, recovery kit, passphrase with account secret; each gives an X-Wing seed (3.2). */
import { type Bytes, concat, demandLength, utf8 } from "./bytes";
import { KIT_BYTES, SECRET_BYTES } from "./kit";
import { hash, hkdf } from "./primitives";

/** The one PRF input: a constant of the client, never the server's choice. */
export const PRF_INPUT = utf8("mh1/unlock/v1");
export const SALT_BYTES = 16;

/** The seed behind a passkey, from its PRF output. */
export async function passkeySeed(prfOutput: Bytes, credentialId: Bytes): Promise<Bytes> {
  demandLength(32, prfOutput);
  return hkdf(prfOutput, hash(credentialId), utf8("mh1/slot/prf"));
}

/** The seed behind a recovery kit. */
export async function kitSeed(kit: Bytes, uid: Bytes): Promise<Bytes> {
  demandLength(KIT_BYTES, kit);
  demandLength(16, uid);
  return hkdf(kit, uid, utf8("mh1/slot/kit"));
}

/** Makes a passphrase slow to guess: Argon2id with the constants of version 1. */
export type Stretch = (passphrase: Bytes, salt: Bytes) => Promise<Bytes>;

/** The seed behind a passphrase; without the account secret it protects nothing, so a stolen database helps nobody. */
export async function passphraseSeed(
  passphrase: string,
  salt: Bytes,
  accountSecret: Bytes,
  uid: Bytes,
  stretch: Stretch,
): Promise<Bytes> {
  demandLength(SALT_BYTES, salt);
  demandLength(SECRET_BYTES, accountSecret);
  demandLength(16, uid);
  const stretched = await stretch(utf8(passphrase.normalize("NFKC")), salt);
  return hkdf(concat(stretched, accountSecret), uid, utf8("mh1/slot/2skd"));
}

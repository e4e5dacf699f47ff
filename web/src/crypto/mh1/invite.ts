/** A patient's invite: a token handed over in person binds the patient's genesis, and no server sees the token (3.7). */
import { type Bytes, equal, utf8 } from "./bytes";
import { keyKid, makeSign1, parseSign1, verifySign1 } from "./cose";
import type { Snapshot } from "./directory";
import { checkPublicKey, publicKeyOf, type Signer, signerOf } from "./ed25519";
import { encode } from "./encoding";
import { decodeMap } from "./fields";
import { hkdf, type Random } from "./primitives";
import { demand } from "./refused";

export const TOKEN_BYTES = 16;
const ID_BYTES = 16;

/** Who is invited, by which token key, until when. */
export interface Invite {
  readonly id: Bytes;
  readonly uid: Bytes;
  readonly tokenPk: Bytes;
  readonly notAfter: number;
}

async function tokenSeed(token: Bytes, id: Bytes): Promise<Bytes> {
  demand(token.length === TOKEN_BYTES, "directory", "a token is 16 bytes");
  return hkdf(token, id, utf8("mh1/invite/key"));
}

/** Signs an invite with an identity officer's office key; the token goes to the patient only. */
export async function makeInvite(
  officer: Signer,
  uid: Bytes,
  notAfter: number,
  random: Random,
): Promise<{ invite: Bytes; token: Bytes }> {
  const id = random(ID_BYTES);
  const token = random(TOKEN_BYTES);
  const values = [1, id, uid, await publicKeyOf(await tokenSeed(token, id)), notAfter];
  return { invite: await makeSign1(officer, "mh1/invite", encode(new Map(values.entries()))), token };
}

/** Verifies an invite with the directory of the time, and that it has not ended. */
export async function verifyInvite(data: Bytes, directory: Snapshot, ts: number): Promise<Invite> {
  const sign1 = parseSign1(data);
  const map = decodeMap(sign1.payload, [0, 1, 2, 3, 4], "directory").is(0, 1);
  const invite = {
    id: map.bytes(1, ID_BYTES),
    uid: map.bytes(2, 16),
    tokenPk: map.bytes(3, 32),
    notAfter: map.uint(4),
  };
  checkPublicKey(invite.tokenPk);
  const officer = directory.identity.find(({ pk }) => equal(keyKid(pk), sign1.kid));
  demand(officer !== undefined, "directory", "invited by nobody who may");
  demand(invite.notAfter >= ts, "directory", "the invite has ended");
  await verifySign1(sign1, "mh1/invite", officer.pk);
  return invite;
}

/** The signer that a token gives, which co-signs the patient's genesis; refuses a token of another invite. */
export async function tokenSigner(invite: Invite, token: Bytes): Promise<Signer> {
  const seed = await tokenSeed(token, invite.id);
  demand(equal(await publicKeyOf(seed), invite.tokenPk), "directory", "the token is of another invite");
  return signerOf(keyKid(invite.tokenPk), seed);
}

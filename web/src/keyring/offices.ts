/** Offices of one's own: which stand, and their keys, which open here only. */
import type { OwnOffice } from "../client/types";
import { keyKid } from "../crypto/mh1/cose";
import { type Signer, signerOf } from "../crypto/mh1/ed25519";
import { fromBase64url } from "../lib/base64url";
import { type Own, openWith } from "./own";

/** An office's key is sealed once, and never again. */
export const OFFICE_VERSION = 1;

/** The newest request of this kind that is not over. */
export function officeOf(own: Own, office: OwnOffice["office"]): OwnOffice | undefined {
  return own.ground.mine.offices.findLast((one) => one.office === office && one.state !== "ended");
}

/** Signs with an office's key. */
export async function officeSigner(own: Own, { id, pk, sealed }: OwnOffice): Promise<Signer> {
  const place = { purpose: "office", id: fromBase64url(id), version: OFFICE_VERSION } as const;
  const seed = await openWith(own, place, fromBase64url(sealed));
  return signerOf(keyKid(fromBase64url(pk)), seed);
}

/** All that needs the protocol, in one part of the bundle that loads when keys are first asked for. */
import { equal } from "../crypto/mh1/bytes";
import { generationOf } from "../crypto/mh1/chains";
import type { OwnPlace } from "../crypto/mh1/own";
import { Refused } from "../crypto/mh1/refused";
import type { UserChain } from "../crypto/mh1/userchain";
import { base64url, fromBase64url } from "../lib/base64url";
import { Alarm } from "./alarm";
import { type Ground, readGround } from "./ground";
import { uidOf } from "./ids";
import type { LinkFacts } from "./invited";
import { linkOf } from "./link-kept";
import type { Offered } from "./offered";
import { OpensNothing } from "./opens-nothing";
import { type Own, openBy, opened, openHere, openWith, sealWith, seedOf } from "./own";
import { forgetDevice } from "./store";

/** What keys somebody has here. */
export type Found =
  | { readonly state: "none"; readonly ground: Ground; readonly link: LinkFacts | null }
  | { readonly state: "locked"; readonly ground: Ground; readonly chain: UserChain }
  | { readonly state: "unlocked"; readonly own: Own }
  /** `told`: the server has confirmed that the privacy officer was told. */
  | { readonly state: "alert"; readonly alarm: Alarm; readonly told: boolean };

/** Reads everything anew; opens it with this browser's holder, with what was offered, or with what is open already. */
export async function find(offered: readonly Offered[], open: Own | null): Promise<Found> {
  try {
    const ground = await readGround();
    const { chain } = ground;
    if (chain === null) {
      await forgetDevice(ground.uid);
      return { state: "none", ground, link: await linkOf(ground.uid) };
    }
    const own = (await openHere(ground, chain)) ?? (await openAgain(ground, chain, open));
    if (own) return { state: "unlocked", own };
    for (const secret of offered) {
      const by = await openBy(ground, chain, secret).catch(orNull);
      if (by) return { state: "unlocked", own: by };
    }
    return { state: "locked", ground, chain };
  } catch (error) {
    if (error instanceof Alarm) return { state: "alert", alarm: error, told: false };
    throw error;
  }
}

/** A secret of somebody else, or of keys long gone, is no news: another way is asked for. */
function orNull(error: unknown): null {
  if (error instanceof OpensNothing || error instanceof Refused) return null;
  throw error;
}

/** Keys that were open stay so while their generation is the current one. */
async function openAgain(ground: Ground, chain: UserChain, open: Own | null): Promise<Own | null> {
  if (!open || !equal(open.ground.uid, ground.uid)) return null;
  if (generationOf(open.chain) !== generationOf(chain)) return null;
  return opened(ground, chain, seedOf(open), null);
}

/** Opens with a secret that somebody gives now. */
export { openBy };

export type Purpose = OwnPlace["purpose"];

export async function seal(
  own: Own,
  purpose: Purpose,
  id: string,
  version: number,
  plaintext: Uint8Array<ArrayBuffer>,
): Promise<string> {
  return base64url(await sealWith(own, { purpose, id: uidOf(id), version }, plaintext));
}

export function unseal(
  own: Own,
  purpose: Purpose,
  id: string,
  version: number,
  sealed: string,
): Promise<Uint8Array<ArrayBuffer>> {
  return openWith(own, { purpose, id: uidOf(id), version }, fromBase64url(sealed));
}

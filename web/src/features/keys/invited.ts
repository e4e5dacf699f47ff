/** Holds what the server says against what an invitation's link said, before keys are made by it. */
import { concat, equal } from "../../crypto/mh1/bytes";
import { latest } from "../../crypto/mh1/directory";
import type { Signer } from "../../crypto/mh1/ed25519";
import { tokenSigner, verifyInvite } from "../../crypto/mh1/invite";
import { hash } from "../../crypto/mh1/primitives";
import { hold, orAlarm } from "../../keyring/alarm";
import type { Ground } from "../../keyring/ground";
import type { LinkFacts } from "../../keyring/invited";
import { fromBase64url } from "../../lib/base64url";

/** The signer that an invitation's token gives. */
export type Token = Signer & { readonly pk: Uint8Array<ArrayBuffer> };

/** Null where one came without such a link, or the link had no token; an alarm where it named another clinic's keys. */
export async function tokenFor(
  { uid, roots, directory, mine }: Ground,
  facts: LinkFacts | null,
): Promise<Token | null> {
  if (facts === null) return null;
  hold(equal(hash(concat(...roots)), fromBase64url(facts.roots)), "directory");
  if (facts.token === null || mine.invite === null) return null;
  const invite = await orAlarm(
    "directory",
    verifyInvite(fromBase64url(mine.invite), latest(directory), Date.now()),
  );
  hold(equal(invite.uid, uid), "directory");
  const signer = await orAlarm("directory", tokenSigner(invite, fromBase64url(facts.token)));
  return { ...signer, pk: invite.tokenPk };
}

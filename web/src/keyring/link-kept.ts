/** What an invitation's link said, kept in this browser for whoever came by it until they have made their keys. */
import { type Bytes, hex } from "../crypto/mh1/bytes";
import { forgetLinkFacts, type LinkFacts, linkFacts } from "./invited";
import { dropLink, keepLink, readLink } from "./store";

let owner: string | null = null;

/** Their link's facts, also after "Not now" and another visit; null where they came without any. */
export async function linkOf(uid: Bytes): Promise<LinkFacts | null> {
  const facts = linkFacts();
  if (facts !== null && owner === null) {
    owner = hex(uid);
    await keepLink(uid, facts);
  }
  return facts !== null && owner === hex(uid) ? facts : readLink(uid);
}

/** Keys were made by it: it has said what it had to say. */
export async function forgetLink(uid: Bytes): Promise<void> {
  if (owner === hex(uid)) {
    owner = null;
    forgetLinkFacts();
  }
  await dropLink(uid);
}

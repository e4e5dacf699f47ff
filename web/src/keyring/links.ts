/** What somebody with keys adds to an invitation's link: which keys the clinic has, and for a patient a token of theirs. */
import { api, keyed } from "../client/api";
import { concat } from "../crypto/mh1/bytes";
import { makeInvite } from "../crypto/mh1/invite";
import { hash, systemRandom } from "../crypto/mh1/primitives";
import { base64url } from "../lib/base64url";
import { uidOf } from "./ids";
import { officeOf, officeSigner } from "./offices";
import type { Own } from "./own";

/** How long a patient has to make their first keys by it. */
const LASTS = 30 * 86_400_000;

/** Whose link it is. */
export interface Invitee {
  readonly id: string;
  /** A patient without keys yet, whose first ones the token signs. */
  readonly patient: boolean;
}

/** The link with a fragment, which browsers send to no server. */
export async function linkFor(own: Own, { id, patient }: Invitee, url: string): Promise<string> {
  const token = patient ? await tokenFor(own, id) : "";
  return `${url}#${token}.${base64url(hash(concat(...own.pins.roots)))}`;
}

/** A token whose invite this person's office has signed; none without an office in force. */
async function tokenFor(own: Own, personId: string): Promise<string> {
  const office = officeOf(own, "identity");
  if (office?.state !== "in_force") return "";
  const officer = await officeSigner(own, office);
  const { invite, token } = await makeInvite(officer, uidOf(personId), Date.now() + LASTS, systemRandom);
  const params = { path: { person_id: personId }, header: keyed(crypto.randomUUID()) };
  await api.POST("/api/keys/people/{person_id}/invite", { params, body: { cose: base64url(invite) } });
  return base64url(token);
}

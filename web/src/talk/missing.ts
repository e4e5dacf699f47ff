/** What has to come before this person reads a conversation: an officer's word, a coordinator's, or a member's client. */
import { verifyAssignment } from "../crypto/mh1/attestation";
import { equal, hex } from "../crypto/mh1/bytes";
import { genesisOf } from "../crypto/mh1/chains";
import { latest } from "../crypto/mh1/directory";
import { Refused } from "../crypto/mh1/refused";
import { asRefusal } from "./people";
import type { Standing } from "./reconcile";

/** `beginning`: there is no log yet. */
export type Missing = "officer" | "coordinator" | "beginning" | "member";

/** The first thing that is missing; where nothing is, a member's client is next. */
export async function missingFor({
  log,
  roll,
  setting,
  now,
}: Pick<Standing, "log" | "roll" | "setting" | "now">): Promise<Missing> {
  const { chain } = setting.self();
  const { uid } = chain;
  if (roll.members.find((one) => equal(one.uid, uid))?.attested === false) return "officer";
  if (log.hashes.length === 0) return "beginning";
  if (log.members.has(hex(uid))) return "member";
  for (const cose of roll.assignments) {
    const word = await verifyAssignment(cose, latest(setting.people.directory), log.cid, now()).catch(
      asRefusal,
    );
    if (word instanceof Refused || !equal(word.uid, uid)) continue;
    if (equal(word.genesis, genesisOf(chain))) return "member";
  }
  return "coordinator";
}

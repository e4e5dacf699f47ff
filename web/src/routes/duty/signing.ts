/** Signs ahead for those on duty and those who cover; loaded with the protocol when a coordinator does so. */
import type { StandingDetail } from "../../client/types";
import { systemRandom } from "../../crypto/mh1/primitives";
import { assignAhead } from "../../features/coverage/commands";
import { officeOf, officeSigner } from "../../keyring/offices";
import type { Own } from "../../keyring/own";
import { readPerson } from "../../keyring/people";
import { standingFor } from "../../talk/assigning";

/** Does all that can be done, and then throws the first thing that could not. */
export async function signAhead(own: Own, items: readonly StandingDetail[]): Promise<void> {
  const office = officeOf(own, "coordinator");
  if (office?.state !== "in_force") throw new RangeError("without the office nobody is asked to sign");
  const signer = await officeSigner(own, office);
  const failures: unknown[] = [];
  for (const { person, until } of items) {
    try {
      const known = await readPerson(own, person.id);
      if (!known?.attested) continue;
      const lasts = { nonce: systemRandom(16), notAfter: Date.parse(until) };
      await assignAhead(person.id, await standingFor(signer, known.attested, person.name, lasts));
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}

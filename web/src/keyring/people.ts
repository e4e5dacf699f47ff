/** Other people's keys: verified from their genesis, and never older than seen. */

import type { PersonKeys } from "../client/types";
import { type Attestation, verifyAttestation } from "../crypto/mh1/attestation";
import { equal } from "../crypto/mh1/bytes";
import { genesisOf } from "../crypto/mh1/chains";
import { type Directory, latest, verifyDirectory } from "../crypto/mh1/directory";
import { Refused } from "../crypto/mh1/refused";
import type { UserChain } from "../crypto/mh1/userchain";
import { fromBase64url } from "../lib/base64url";
import { hold, inKeysOf, orAlarm } from "./alarm";
import { uidOf } from "./ids";
import { verifyLineage } from "./lineage";
import type { Own } from "./own";
import { checkDirectory, checkGrown, pinOf } from "./pins";
import { fetchDirectory, fetchPerson } from "./server";

export interface KnownPerson {
  readonly chain: UserChain;
  /** An identity officer's word for these keys, where one holds now. */
  readonly attested: Attestation | null;
  /** One compared words with this person, for these keys. */
  readonly compared: boolean;
  /** One compared words for keys that this person has lost since. */
  readonly renewed: boolean;
}

/** Somebody's keys as they stand; null before they have any, or after they were closed. */
export function readPerson(own: Own, personId: string): Promise<KnownPerson | null> {
  return inKeysOf(personId, knownPerson(own, personId));
}

async function knownPerson(own: Own, personId: string): Promise<KnownPerson | null> {
  const [served, directory] = await Promise.all([fetchPerson(personId), readDirectory(own)]);
  const uid = uidOf(personId);
  const chains = await verifyLineage(uid, served.chains, directory, "person");
  const pinned = pinOf(own.pins, uid);
  if (pinned) {
    const seen = chains.find((chain) => equal(genesisOf(chain), pinned.genesis));
    hold(seen !== undefined, "person");
    checkGrown(pinned, seen, "person");
  }
  const chain = chains.at(-1);
  if (chain === undefined || chain.closed !== null) return null;
  const same = pinned !== undefined && equal(pinned.genesis, genesisOf(chain));
  return {
    chain,
    attested: await inForce(served.attestation, chain, directory),
    compared: same && pinned.verified,
    renewed: !same && pinned !== undefined && pinned.verified,
  };
}

/** The directory as it is now, by the roots that are pinned. */
export async function readDirectory({ pins }: Own): Promise<Directory> {
  const { entries } = await fetchDirectory();
  const directory = await orAlarm(
    "directory",
    verifyDirectory(pins.org, pins.roots, entries.map(fromBase64url)),
  );
  checkDirectory(pins.directory, directory);
  return directory;
}

async function inForce(
  served: PersonKeys["attestation"],
  chain: UserChain,
  directory: Directory,
): Promise<Attestation | null> {
  if (!served) return null;
  try {
    const said = await verifyAttestation(fromBase64url(served.cose), latest(directory), Date.now());
    return equal(said.uid, chain.uid) && equal(said.genesis, genesisOf(chain)) ? said : null;
  } catch (error) {
    // Signed by somebody who has the office no more: then nobody vouches.
    if (error instanceof Refused) return null;
    throw error;
  }
}

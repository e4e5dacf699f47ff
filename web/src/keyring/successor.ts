/** New keys that wait because everything was lost: one's own, and those that offices sign for. */
import type { WaitingSuccessor } from "../client/types";
import { type Bytes, equal } from "../crypto/mh1/bytes";
import { parseCarried } from "../crypto/mh1/carried";
import { genesisOf } from "../crypto/mh1/chains";
import { verifySign1 } from "../crypto/mh1/cose";
import { officeKeys } from "../crypto/mh1/directory";
import { publicKeyOf } from "../crypto/mh1/ed25519";
import { appendToChain, type UserChain } from "../crypto/mh1/userchain";
import { fromBase64url } from "../lib/base64url";
import { hold, orAlarm } from "./alarm";
import type { Ground } from "./ground";
import { uidOf } from "./ids";
import { verifyServed } from "./lineage";
import type { Own } from "./own";
import { readDirectory, readPerson } from "./people";
import { readDevice } from "./store";

/**
 * The genesis of one's own keys that wait, where this very browser made them: its device signed it, so that no server can
 * have put another in its place. Null where another browser did.
 */
export async function ownWaiting({ uid, mine }: Ground): Promise<Bytes | null> {
  const device = await readDevice(uid);
  if (!mine.successor || device === null) return null;
  const entry = parseCarried(fromBase64url(mine.successor.entry), "mh1/user");
  const [first] = entry.signatures;
  if (first === undefined || !equal(entry.kid, device.id)) return null;
  const pk = await publicKeyOf(device.signSeed);
  await orAlarm("chain", verifySign1(first, "mh1/user", pk, entry.payload));
  return entry.hash;
}

/** Somebody's old keys and the ones that wait to follow, both verified. */
export interface Succession {
  readonly before: UserChain;
  readonly next: UserChain;
}

/** What an officer signs for; null where the old keys are closed already. */
export async function readSuccession(own: Own, waiting: WaitingSuccessor): Promise<Succession | null> {
  const { id } = waiting.person;
  const [known, directory] = await Promise.all([readPerson(own, id), readDirectory(own)]);
  const served = { entries: [waiting.entry], invite: waiting.invite };
  const next = await orAlarm("person", verifyServed(uidOf(id), served, directory));
  return known && { before: known.chain, next };
}

/** Holds a close with both signatures to be what it must be: of these keys, by offices of the directory, for those that wait. */
export async function checkClose(own: Own, { before, next }: Succession, entry: Bytes): Promise<void> {
  const office = officeKeys(await readDirectory(own));
  const closed = await orAlarm("person", appendToChain(before, entry, { office }));
  hold(closed.closed !== null && equal(closed.closed, genesisOf(next)), "person");
}

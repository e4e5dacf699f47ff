/** A person's chains, one after another: each close names the genesis that follows. */
import type { PersonKeys } from "../client/types";
import { type Bytes, equal } from "../crypto/mh1/bytes";
import { parseCarried } from "../crypto/mh1/carried";
import { genesisOf } from "../crypto/mh1/chains";
import { type Directory, directoryAt, officeKeys } from "../crypto/mh1/directory";
import { decode } from "../crypto/mh1/encoding";
import { verifyInvite } from "../crypto/mh1/invite";
import { demand } from "../crypto/mh1/refused";
import { type UserChain, verifyUserChain } from "../crypto/mh1/userchain";
import { fromBase64url } from "../lib/base64url";
import { type Broken, hold, orAlarm } from "./alarm";

const TYPE = 4;
const TIME = 6;
const BODY = 7;

/** What an entry is and when it was made; whether it holds is for `verifyUserChain` to say. */
export function outlineOf(entry: Bytes): { type: number; ts: number; body: ReadonlyMap<number, unknown> } {
  const payload = decode(parseCarried(entry, "mh1/user").payload);
  demand(payload instanceof Map, "chain", "an entry's payload is a map");
  const [type, ts, body] = [payload.get(TYPE), payload.get(TIME), payload.get(BODY)];
  const whole = typeof type === "number" && typeof ts === "number" && body instanceof Map;
  demand(whole, "chain", "an entry has a type, a time and a body");
  return { type, ts, body };
}

/** One chain as it is served, with the invite whose token signed its genesis. */
export async function verifyServed(
  uid: Bytes,
  served: PersonKeys["chains"][number],
  directory: Directory,
): Promise<UserChain> {
  const entries = served.entries.map(fromBase64url);
  const [genesis] = entries;
  demand(genesis !== undefined, "chain", "a chain begins with a genesis");
  const { ts } = outlineOf(genesis);
  const invite = served.invite
    ? await verifyInvite(fromBase64url(served.invite), directoryAt(directory, ts), ts)
    : null;
  return verifyUserChain(uid, entries, { token: invite?.tokenPk, office: officeKeys(directory) });
}

/** All chains of a person, the newest last. */
export function verifyLineage(
  uid: Bytes,
  chains: PersonKeys["chains"],
  directory: Directory,
  broken: Broken,
): Promise<UserChain[]> {
  const verify = async () => {
    const verified: UserChain[] = [];
    for (const served of chains) verified.push(await verifyServed(uid, served, directory));
    return verified;
  };
  return orAlarm(broken, verify()).then((verified) => {
    for (const [i, chain] of verified.entries()) {
      const next = verified[i + 1];
      const follows = next === undefined || (chain.closed !== null && equal(chain.closed, genesisOf(next)));
      hold(follows, broken);
    }
    return verified;
  });
}

/** What can be known of one's keys without opening anything: the chain and the directory, verified, and nothing older than seen. */
import type { OwnKeys } from "../client/types";
import { type Bytes, equal, hex } from "../crypto/mh1/bytes";
import { type Boxes, genesisOf, headOf } from "../crypto/mh1/chains";
import { type Directory, verifyDirectory } from "../crypto/mh1/directory";
import type { UserChain } from "../crypto/mh1/userchain";
import { fromBase64url } from "../lib/base64url";
import { hold, orAlarm } from "./alarm";
import { idOf, uidOf } from "./ids";
import { verifyLineage, verifyServed } from "./lineage";
import { checkDirectory, checkGrown, directoryHead } from "./pins";
import { fetchDirectory, fetchMine, fetchPerson, type SealedPins } from "./server";
import { keepSeen, readSeen, type Seen } from "./store";

export interface Ground {
  readonly mine: OwnKeys;
  readonly uid: Bytes;
  readonly org: Bytes;
  readonly roots: readonly Bytes[];
  readonly directory: Directory;
  /** Null before there are keys, and after the chain was closed. */
  readonly chain: UserChain | null;
  readonly entries: readonly Bytes[];
  readonly boxes: Boxes;
  readonly pins: SealedPins | null;
}

/** Asks the server, and believes nothing that goes back behind what this browser has seen. */
export async function readGround(): Promise<Ground> {
  const [mine, served] = await Promise.all([fetchMine(), fetchDirectory()]);
  const [uid, org] = [uidOf(mine.person_id), fromBase64url(served.org)];
  const roots = served.roots.map(fromBase64url);
  const directory = await orAlarm(
    "directory",
    verifyDirectory(org, roots, served.entries.map(fromBase64url)),
  );
  const last = mine.entries.length > 0 ? await orAlarm("chain", verifyServed(uid, mine, directory)) : null;
  const pins = mine.pins && { version: mine.pins.version, sealed: fromBase64url(mine.pins.sealed) };
  const seen = await readSeen(uid);
  if (seen) await checkSeen(seen, uid, { org, roots, directory, last, pins });
  return {
    ...{ mine, uid, org, roots, directory, pins },
    chain: last?.closed === null ? last : null,
    entries: mine.entries.map(fromBase64url),
    boxes: new Map(
      Object.entries(mine.boxes).map(([name, box]) => [hex(fromBase64url(name)), fromBase64url(box)]),
    ),
  };
}

type Served = Pick<Ground, "org" | "roots" | "directory" | "pins"> & { readonly last: UserChain | null };

async function checkSeen(
  seen: Seen,
  uid: Bytes,
  { org, roots, directory, last, pins }: Served,
): Promise<void> {
  hold(equal(seen.org, org), "directory");
  hold(sameRoots(seen.roots, roots), "directory");
  checkDirectory(seen.directory, directory);
  hold(last !== null, "rolled-back");
  if (equal(genesisOf(last), seen.chain.genesis)) {
    checkGrown(seen.chain, last, "rolled-back");
    hold((pins?.version ?? 0) >= seen.pins, "rolled-back");
    return;
  }
  // Other keys than before: only where the chain that was seen was closed, and leads to these.
  const chains = await verifyLineage(uid, (await fetchPerson(idOf(uid))).chains, directory, "rolled-back");
  const before = chains.find((chain) => equal(genesisOf(chain), seen.chain.genesis));
  const now = chains.at(-1);
  hold(before !== undefined && now !== undefined && equal(genesisOf(now), genesisOf(last)), "rolled-back");
  checkGrown(seen.chain, before, "rolled-back");
}

export function sameRoots(some: readonly Bytes[], others: readonly Bytes[]): boolean {
  return some.length === others.length && some.every((root, i) => equal(root, others[i] ?? new Uint8Array()));
}

/** From now on nothing older than this is believed here. */
export function rememberSeen(ground: Ground, chain: UserChain, pinsVersion: number): Promise<void> {
  const { uid, org, roots, directory } = ground;
  return keepSeen(uid, {
    ...{ org, roots, directory: directoryHead(directory) },
    chain: { ...headOf(chain), genesis: genesisOf(chain) },
    pins: pinsVersion,
  });
}

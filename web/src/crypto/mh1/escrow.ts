/** Escrow of an epoch secret: its shares follow from the secret itself, so that every member can check them (3.10). */
import { escrowOf, openBox, sealBox } from "./box";
import { type Bytes, concat, demandLength, equal, u64, utf8 } from "./bytes";
import { MOST_OFFICERS, type Roster, rosterHash } from "./directory";
import type { Cbor } from "./encoding";
import { epochKeys } from "./epoch";
import { type Fields, tuple } from "./fields";
import { hash, hkdf, type Random } from "./primitives";
import { demand, Refused } from "./refused";
import { combine, SHARE_BYTES, shareAt } from "./shamir";

/** What an entry says about one officer's share. */
export interface EscrowItem {
  readonly share: Bytes;
  readonly box: Bytes;
}

/** The escrow list of an entry, officer x at index x − 1, and the roster it is for. */
export interface Escrow {
  readonly roster: Bytes;
  readonly items: readonly EscrowItem[];
}

/** All shares of an epoch secret for a roster: the polynomial is derived from the secret. */
export async function shares(
  s: Bytes,
  cid: Bytes,
  e: number,
  roster: Bytes,
  k: number,
  n: number,
): Promise<Bytes[]> {
  demand(2 <= k && k <= n && n <= MOST_OFFICERS, "escrow", "no such threshold");
  demandLength(32, s, roster);
  demandLength(16, cid);
  const coefficient = (j: number) =>
    hkdf(s, cid, concat(utf8("mh1/escrow/coef/"), u64(e), roster, Uint8Array.of(j)));
  const others = await Promise.all(Array.from({ length: k - 1 }, (_, i) => coefficient(i + 1)));
  return Array.from({ length: n }, (_, i) => shareAt([s, ...others], i + 1));
}

/** The secret that the first k shares give, if it is the one that the epoch commits to. */
export async function recover(
  given: readonly Bytes[],
  k: number,
  cid: Bytes,
  e: number,
  c: Bytes,
): Promise<Bytes> {
  demand(2 <= k && k <= MOST_OFFICERS, "escrow", "no such threshold");
  demand(given.length >= k, "escrow", "fewer shares than needed");
  const s = combine(given.slice(0, k));
  demand(equal((await epochKeys(s, cid, e)).c, c), "escrow", "the shares give another secret");
  return s;
}

/** Seals a share to every officer of a roster. */
export async function makeEscrow(
  s: Bytes,
  cid: Bytes,
  e: number,
  roster: Roster,
  random: Random,
): Promise<{ escrow: Escrow; boxes: Bytes[] }> {
  const name = rosterHash(roster);
  const all = await shares(s, cid, e, name, roster.k, roster.officers.length);
  const boxes = await Promise.all(
    roster.officers.map(({ box }, i) => sealBox(box, escrowOf(cid, e, name, i + 1), shareOf(all, i), random)),
  );
  const items = boxes.map((box, i) => ({ share: hash(shareOf(all, i)), box: hash(box) }));
  return { escrow: { roster: name, items }, boxes };
}

function shareOf(all: readonly Bytes[], i: number): Bytes {
  const share = all[i];
  if (share === undefined) throw new Refused("escrow", "no such officer");
  return share;
}

/** Refuses an escrow whose shares are not those of this secret. Whoever holds the secret can tell. */
export async function checkEscrow(
  s: Bytes,
  cid: Bytes,
  e: number,
  roster: Roster,
  escrow: Escrow,
): Promise<void> {
  const all = await shares(s, cid, e, escrow.roster, roster.k, roster.officers.length);
  const right =
    escrow.items.length === all.length &&
    escrow.items.every(({ share }, i) => equal(share, hash(shareOf(all, i))));
  demand(right, "escrow", "the escrow is not of this epoch's secret");
}

/** Opens an officer's own share and compares it with the entry. */
export async function openShare(
  seed: Bytes,
  cid: Bytes,
  e: number,
  escrow: Escrow,
  x: number,
  box: Bytes,
): Promise<Bytes> {
  const share = await openBox(seed, escrowOf(cid, e, escrow.roster, x), box);
  const item = escrow.items[x - 1];
  const right = share.length === SHARE_BYTES && item !== undefined && equal(hash(share), item.share);
  demand(right, "escrow", "the share is not the one in the log");
  return share;
}

/** Reads the roster hash and the escrow list of a body. */
export function parseEscrow(body: Fields): Escrow {
  const items = body.each(5, (item) => {
    const fields = tuple(item, 3, "escrow");
    return { x: fields.uint(0), share: fields.bytes(1, 32), box: fields.bytes(2, 32) };
  });
  demand(
    items.every(({ x }, i) => x === i + 1),
    "escrow",
    "the officers are not in order",
  );
  return { roster: body.bytes(4, 32), items };
}

/** The escrow list as a body holds it. */
export function escrowValue({ items }: Escrow): Cbor[] {
  return items.map(({ share, box }, i) => [i + 1, share, box]);
}

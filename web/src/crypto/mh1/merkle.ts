/** The transparency log's tree: RFC 6962 roots, inclusion and consistency, and the leaf data of a chain's entry (3.11). */
import { type Bytes, concat, demandLength, equal, u64 } from "./bytes";
import { hash } from "./primitives";
import { demand } from "./refused";

export const EMPTY_ROOT = hash(new Uint8Array());
export const USER_CHAIN = 0;
export const DIRECTORY_CHAIN = 1;
export const CONVERSATION_CHAIN = 2;

const leafHash = (data: Bytes) => hash(concat(Uint8Array.of(0), data));
const nodeHash = (left: Bytes, right: Bytes) => hash(concat(Uint8Array.of(1), left, right));

/** Leaf data of an entry: which chain, whose, which number, which entry; no names. */
export function leafData(chain: number, id: Bytes, seq: number, entry: Bytes): Bytes {
  const known = [USER_CHAIN, DIRECTORY_CHAIN, CONVERSATION_CHAIN].includes(chain);
  demand(known, "transparency", "an unknown chain");
  demandLength(16, id);
  demandLength(32, entry);
  return hash(concat(Uint8Array.of(chain), id, u64(seq), entry));
}

/** The root over leaf data; of no leaves it is the hash of nothing. */
export function merkleRoot(leaves: readonly Bytes[]): Bytes {
  if (leaves.length === 0) return EMPTY_ROOT;
  let level = leaves.map(leafHash);
  // Pairing neighbours and lifting a lonely last one gives the tree of RFC 6962.
  while (level.length > 1) {
    level = Array.from({ length: Math.ceil(level.length / 2) }, (_, i) => {
      const left = level[2 * i] ?? EMPTY_ROOT;
      const right = level[2 * i + 1];
      return right ? nodeHash(left, right) : left;
    });
  }
  return level[0] ?? EMPTY_ROOT;
}

const half = (value: number) => Math.floor(value / 2);
const odd = (value: number) => value % 2 === 1;

/** Demands that a leaf is at this index of the tree (RFC 9162, 2.1.3.2). */
export function checkInclusion(
  leaf: Bytes,
  index: number,
  size: number,
  proof: readonly Bytes[],
  root: Bytes,
): void {
  demand(0 <= index && index < size, "transparency", "the index is outside the tree");
  let at = index;
  let last = size - 1;
  let computed = leafHash(leaf);
  for (const sibling of proof) {
    demand(last > 0, "transparency", "the proof is too long");
    if (odd(at) || at === last) {
      computed = nodeHash(sibling, computed);
      while (!odd(at) && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      computed = nodeHash(computed, sibling);
    }
    [at, last] = [half(at), half(last)];
  }
  demand(last === 0 && equal(computed, root), "transparency", "the leaf is not in the tree");
}

/** Demands that the newer tree only appends to the older one (RFC 9162, 2.1.4.2). */
export function checkConsistency(
  oldSize: number,
  size: number,
  proof: readonly Bytes[],
  oldRoot: Bytes,
  root: Bytes,
): void {
  demand(0 <= oldSize && oldSize <= size, "transparency", "the tree shrinks");
  if (oldSize === 0) demand(equal(oldRoot, EMPTY_ROOT), "transparency", "the empty tree has another root");
  if (oldSize === size) demand(equal(oldRoot, root), "transparency", "one size with two roots");
  if (oldSize === 0 || oldSize === size) demand(proof.length === 0, "transparency", "the proof is too long");
  else checkGrowth(oldSize, size, proof, oldRoot, root);
}

function checkGrowth(
  oldSize: number,
  size: number,
  proof: readonly Bytes[],
  oldRoot: Bytes,
  root: Bytes,
): void {
  let at = oldSize - 1;
  let last = size - 1;
  while (odd(at)) [at, last] = [half(at), half(last)];
  // An old tree that is a whole subtree of the new one is not repeated in the proof.
  const [first, ...rest] = at === 0 ? [oldRoot, ...proof] : proof;
  demand(first !== undefined, "transparency", "the proof is too short");
  let older = first;
  let newer = first;
  for (const node of rest) {
    demand(last > 0, "transparency", "the proof is too long");
    if (odd(at) || at === last) {
      older = nodeHash(node, older);
      newer = nodeHash(node, newer);
      while (!odd(at) && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      newer = nodeHash(newer, node);
    }
    [at, last] = [half(at), half(last)];
  }
  const consistent = last === 0 && equal(older, oldRoot) && equal(newer, root);
  demand(consistent, "transparency", "the trees do not fit");
}

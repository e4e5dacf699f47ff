/** Questions about verified chains: their name, their head, who signs where, and the seeds that holders unlock. */
import { boxPublicKey, openBox, slotOf } from "./box";
import { type Bytes, equal, hex } from "./bytes";
import { ZEROS } from "./primitives";
import { checkPuk, openPrevious, type PukKeys, pukKeys } from "./puk";
import { demand, Refused } from "./refused";
import type { Generation, Position, UserChain } from "./userchain";

/** Where boxes are found, by the hex of their hash. */
export type Boxes = ReadonlyMap<string, Bytes>;

/** The hash of the genesis, which names the chain. */
export function genesisOf(chain: UserChain): Bytes {
  return chain.positions[0]?.hash ?? ZEROS;
}

/** Number and hash of the last entry. */
export function headOf(chain: UserChain): { seq: number; hash: Bytes } {
  return { seq: chain.positions.length - 1, hash: chain.positions.at(-1)?.hash ?? ZEROS };
}

/** The current generation. */
export function generationOf(chain: UserChain): number {
  return chain.generations.length;
}

/** A generation's public keys. */
export function publicOf(chain: UserChain, generation: number): Generation {
  const found = chain.generations[generation - 1];
  if (found === undefined) throw new Refused("chain", `the chain has no generation ${generation}`);
  return found;
}

/** The position that an entry elsewhere names. */
export function positionAt(chain: UserChain, seq: number, hash: Bytes): Position {
  const position = chain.positions[seq];
  demand(position !== undefined && equal(position.hash, hash), "chain", "no such position in the chain");
  return position;
}

/** The key of a kid that could sign at some position of this generation. */
export function signerIn(chain: UserChain, generation: number, kid: Bytes): Bytes | null {
  const name = hex(kid);
  const position = chain.positions.find((one) => one.generation === generation && one.signers.has(name));
  return position?.signers.get(name) ?? null;
}

/** The current seed, from a holder's box. */
export async function unlock(chain: UserChain, holder: Bytes, seed: Bytes, boxes: Boxes): Promise<Bytes> {
  const card = chain.holders.get(hex(holder));
  demand(card !== undefined && equal(await boxPublicKey(seed), card.pk), "slot", "no such holder");
  const box = boxes.get(hex(card.box));
  demand(box !== undefined, "slot", "the holder's box is missing");
  const puk = await openBox(seed, slotOf(chain.uid, generationOf(chain), holder), box);
  await checkPuk(await pukKeys(puk, chain.uid, generationOf(chain)), publicOf(chain, generationOf(chain)));
  return puk;
}

/** A generation with its secret keys, each compared with what the chain says. */
export interface OwnGeneration {
  readonly generation: number;
  readonly seed: Bytes;
  readonly keys: PukKeys;
}

/** A generation of one's own, and all before it; the newest first. */
export async function ownGenerations(
  chain: UserChain,
  seed: Bytes,
  generation: number,
): Promise<OwnGeneration[]> {
  const own: OwnGeneration[] = [];
  let current = seed;
  for (let g = generation; ; g--) {
    const keys = await pukKeys(current, chain.uid, g);
    const known = publicOf(chain, g);
    await checkPuk(keys, known);
    own.push({ generation: g, seed: current, keys });
    if (known.previous === null) return own;
    current = await openPrevious(keys, chain.uid, g, known.previous);
  }
}

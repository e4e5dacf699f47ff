/** What a device remembers of how far chains and logs went, so that no server shows it an older state as the newest. */
import { type Bytes, equal } from "../crypto/mh1/bytes";
import { demand, type Rule } from "../crypto/mh1/refused";

/** A place in something that only grows. */
export interface Place {
  readonly seq: number;
  readonly hash: Bytes;
}

/** Kept on the device, or sealed to oneself; an absent memory trusts what it sees first. */
export interface Memory {
  seen(name: string): Promise<Place | null>;
  keep(name: string, place: Place): Promise<void>;
}

/** A memory for as long as the page lives. */
export class SessionMemory implements Memory {
  private readonly places = new Map<string, Place>();

  async seen(name: string): Promise<Place | null> {
    return this.places.get(name) ?? null;
  }

  async keep(name: string, place: Place): Promise<void> {
    this.places.set(name, place);
  }
}

/**
 * Refuses hashes that do not go on from what had been seen when the server was asked: another tab, which shares
 * the memory, may have seen more by the time an answer is here.
 */
export function demandGoesOn(seen: Place | null, rule: Rule, hashes: readonly Bytes[]): void {
  const known = seen === null ? null : hashes[seen.seq];
  demand(
    seen === null || (known != null && equal(known, seen.hash)),
    rule,
    "older than, or other than, what was seen before",
  );
}

/** Remembers how far hashes go, where less of them was seen before. */
export async function remember(memory: Memory, name: string, hashes: readonly Bytes[]): Promise<void> {
  const seq = hashes.length - 1;
  const hash = hashes.at(-1);
  if (hash && seq > ((await memory.seen(name))?.seq ?? -1)) await memory.keep(name, { seq, hash });
}

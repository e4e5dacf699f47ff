/** What all conversations of a page share: whoever sits there, the people they deal with, and this device. */
import type { OwnGeneration } from "../crypto/mh1/chains";
import type { Signer } from "../crypto/mh1/ed25519";
import type { Random } from "../crypto/mh1/primitives";
import type { UserChain } from "../crypto/mh1/userchain";
import type { Telling } from "../keyring/telling";
import type { Memory } from "./memory";
import type { People } from "./people";

/** Whoever sits at this client, unlocked. */
export interface Self {
  readonly chain: UserChain;
  readonly own: readonly OwnGeneration[];
  readonly signer: Signer;
}

export interface Setting {
  readonly people: People;
  readonly self: () => Self;
  readonly memory: Memory;
  readonly officer: Telling;
  /** Runs alone among all tabs of this device under this name. */
  readonly alone: <T>(name: string, run: () => Promise<T>) => Promise<T>;
  readonly random: Random;
  readonly now: () => number;
}

/** Counters are taken by one tab at a time; a browser without locks has one tab that counts. */
export function alone<T>(name: string, run: () => Promise<T>): Promise<T> {
  return "locks" in navigator ? navigator.locks.request(name, run) : run();
}

/** What a conversation's log says so far, and what it is judged against; no rules here, only their vocabulary. */
import { type Bytes, equal, hex } from "./bytes";
import { genesisOf } from "./chains";
import type { TreeHead } from "./content";
import type { Directory } from "./directory";
import type { Grant, KeyBody } from "./entries";
import type { Escrow } from "./escrow";
import { Refused } from "./refused";
import type { UserChain } from "./userchain";

export const MOST_DAYS = 30;
export const MOST_MESSAGES = 5000;

/** What a log is judged against: the verified directory, and verified chains by the hex of their genesis. */
export interface World {
  readonly directory: Directory;
  readonly chains: ReadonlyMap<string, UserChain>;
}

/** A member as the log has it. */
export interface Member {
  readonly uid: Bytes;
  readonly genesis: Bytes;
  readonly access: number;
  readonly role: string;
  /** When the assignment ends that admitted this member, if one did. */
  readonly assignedUntil: number | null;
}

export type Members = ReadonlyMap<string, Member>;

/** What the log says of one epoch. */
export interface Epoch {
  readonly e: number;
  readonly ts: number;
  readonly body: KeyBody;
  readonly grants: ReadonlyMap<string, Grant & { readonly genesis: Bytes }>;
  /** The entry's escrow, and that of every reshare. */
  readonly escrows: readonly Escrow[];
  /** The link to the epoch before, given or posted later. */
  readonly history: Bytes | null;
}

/** The log after one entry: what messages that name the entry are judged by. */
export interface Point {
  readonly epoch: number;
  readonly marked: boolean;
  readonly members: Members;
}

/** A digest that a member left of an epoch's messages so far. */
export interface Digest extends TreeHead {
  readonly epoch: number;
}

/** What one entry changes. */
export interface Change {
  readonly members?: Members;
  readonly begun?: Epoch;
  readonly amended?: Epoch;
  readonly marked?: boolean;
  readonly policy?: { readonly days: number; readonly messages: number };
  readonly nonce?: Bytes;
  readonly digest?: Digest;
}

/** Who wrote an entry, at the chain position it names. */
export interface Author {
  readonly uid: Bytes;
  readonly genesis: Bytes;
  readonly generation: number;
  readonly member: Member | null;
  readonly full: boolean;
  readonly coordinator: boolean;
}

/** The uid and genesis of one chain, as a key. */
export const chainKey = (uid: Bytes, genesis: Bytes) => `${hex(uid)}/${hex(genesis)}`;

/** Chains by the hex of their genesis. */
export function chainsOf(chains: readonly UserChain[]): Map<string, UserChain> {
  return new Map(chains.map((chain) => [hex(genesisOf(chain)), chain]));
}

/** The chain of a person by its genesis. */
export function chainOf(world: World, uid: Bytes, genesis: Bytes): UserChain {
  const chain = world.chains.get(hex(genesis));
  if (chain === undefined || !equal(chain.uid, uid))
    throw new Refused("chain", "a person's chain is missing");
  return chain;
}

/** A log as it stands. */
export interface LogState {
  readonly cid: Bytes;
  /** The hash of the last entry; zeros before the first. */
  readonly head: Bytes;
  readonly hashes: readonly Bytes[];
  /** The current epoch; −1 before the first. */
  readonly epoch: number;
  readonly members: Members;
  /** Whether a removal or records access has made the epoch stale. */
  readonly marked: boolean;
  readonly policy: { readonly days: number; readonly messages: number };
  readonly ts: number;
  readonly nonces: ReadonlySet<string>;
  /** The highest generation granted so far, by chain. */
  readonly granted: ReadonlyMap<string, number>;
  epochAt(e: number): Epoch;
}

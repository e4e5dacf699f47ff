/** A person's own memory of whom to trust, sealed to themself: roots, directory, chains and logs seen, names of holders. */
import { type Bytes, equal, hex } from "../crypto/mh1/bytes";
import { genesisOf, headOf } from "../crypto/mh1/chains";
import type { Directory } from "../crypto/mh1/directory";
import { type Cbor, encode } from "../crypto/mh1/encoding";
import { bytesOf, decodeMap, type Fields, tuple } from "../crypto/mh1/fields";
import { SECRET_BYTES } from "../crypto/mh1/kit";
import type { UserChain } from "../crypto/mh1/userchain";
import { hold } from "./alarm";

const ROOTS = 3;
const LABELS = 5;
const LOGS = 6;
const SECRET = 7;
/** Conversations whose logs are remembered: those that went on last. */
export const MOST_LOGS = 300;

/** How far something was seen. */
export interface Head {
  readonly seq: number;
  readonly hash: Bytes;
}

/** A person's chain as it was seen last. */
export interface Pinned extends Head {
  readonly uid: Bytes;
  readonly genesis: Bytes;
  /** Their words were compared. */
  readonly verified: boolean;
}

export interface Label {
  readonly holder: Bytes;
  readonly text: string;
}

/** A conversation's log as it was seen last. */
export interface LogSeen extends Head {
  readonly cid: Bytes;
}

export interface Pins {
  readonly org: Bytes;
  readonly roots: readonly Bytes[];
  readonly directory: Head;
  readonly people: readonly Pinned[];
  readonly labels: readonly Label[];
  /** The account secret of one's passphrase, so that any device of one's own can show it. */
  readonly secret: Bytes | null;
  /** The one that went on last at the end. */
  readonly logs: readonly LogSeen[];
}

export function encodePins({ org, roots, directory, people, labels, secret, logs }: Pins): Bytes {
  const values = new Map<number, Cbor>([
    [0, 1],
    [1, org],
    [2, [...roots]],
    [3, [directory.seq, directory.hash]],
    [4, people.map(({ uid, genesis, seq, hash, verified }) => [uid, genesis, seq, hash, verified ? 1 : 0])],
  ]);
  if (labels.length > 0)
    values.set(
      LABELS,
      labels.map(({ holder, text }) => [holder, text]),
    );
  if (logs.length > 0)
    values.set(
      LOGS,
      logs.map(({ cid, seq, hash }) => [cid, seq, hash]),
    );
  if (secret !== null) values.set(SECRET, secret);
  return encode(values);
}

export function decodePins(data: Bytes): Pins {
  const map = decodeMap(data, [0, 1, 2, 3, 4], "own", [LABELS, LOGS, SECRET]).is(0, 1);
  const roots = map.tuple(2, ROOTS);
  return {
    org: map.bytes(1, 16),
    roots: Array.from({ length: ROOTS }, (_, i) => bytesOf(roots.value(i), 32, "own")),
    directory: headIn(map.tuple(3, 2), 0),
    people: map.each(4, (item) => {
      const fields = tuple(item, 5, "own");
      return {
        uid: fields.bytes(0, 16),
        genesis: fields.bytes(1, 32),
        ...headIn(fields, 2),
        verified: fields.uint(4, 1) === 1,
      };
    }),
    labels: map.has(LABELS) ? map.each(LABELS, labelOf) : [],
    secret: map.has(SECRET) ? map.bytes(SECRET, SECRET_BYTES) : null,
    logs: map.has(LOGS) ? map.each(LOGS, logOf) : [],
  };
}

function headIn(fields: Fields, at: number): Head {
  return { seq: fields.uint(at), hash: fields.bytes(at + 1, 32) };
}

function labelOf(item: Cbor): Label {
  const fields = tuple(item, 2, "own");
  return { holder: fields.bytes(0, 8, 16), text: fields.text(1) };
}

function logOf(item: Cbor): LogSeen {
  const fields = tuple(item, 3, "own");
  return { cid: fields.bytes(0, 16), ...headIn(fields, 1) };
}

/** Where the directory stands. */
export function directoryHead({ snapshots }: Directory): Head {
  const last = snapshots.at(-1);
  hold(last !== undefined, "directory");
  return { seq: snapshots.length - 1, hash: last.hash };
}

/** What has been seen of a directory is in it still. */
export function checkDirectory(seen: Head, { snapshots }: Directory): void {
  const known = snapshots[seen.seq];
  hold(known !== undefined && equal(known.hash, seen.hash), "directory");
}

/** What has been seen of a chain is in it still: chains grow, and never go back. */
export function checkGrown(seen: Head, chain: UserChain, broken: "rolled-back" | "person"): void {
  const known = chain.positions[seen.seq];
  hold(known !== undefined && equal(known.hash, seen.hash), broken);
}

export function pinOf(pins: Pins, uid: Bytes): Pinned | undefined {
  return pins.people.find((one) => equal(one.uid, uid));
}

/** With this chain as it stands now; whether its words were compared stays as it was, for the same genesis. */
export function withPin(pins: Pins, chain: UserChain, verified?: boolean): Pins {
  const genesis = genesisOf(chain);
  const before = pinOf(pins, chain.uid);
  const same = before !== undefined && equal(before.genesis, genesis);
  const pinned = {
    uid: chain.uid,
    genesis,
    ...headOf(chain),
    verified: verified ?? (same && before.verified),
  };
  return { ...pins, people: [...pins.people.filter((one) => !equal(one.uid, chain.uid)), pinned] };
}

/** With this name for a holder. */
export function withLabel(pins: Pins, holder: Bytes, text: string): Pins {
  const others = pins.labels.filter((label) => !equal(label.holder, holder));
  return { ...pins, labels: [...others, { holder, text }] };
}

/** With these logs as far as they were seen now; none goes back. */
export function withLogs(pins: Pins, seen: readonly LogSeen[]): Pins {
  const kept = new Map(pins.logs.map((log) => [hex(log.cid), log]));
  for (const log of seen) {
    const name = hex(log.cid);
    if ((kept.get(name)?.seq ?? -1) >= log.seq) continue;
    kept.delete(name);
    kept.set(name, log);
  }
  return { ...pins, logs: [...kept.values()].slice(-MOST_LOGS) };
}

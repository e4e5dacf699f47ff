/** A device is held to what the person's other devices saw of a log, and pins are written seldom. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type Bytes, hex } from "../crypto/mh1/bytes";
import { systemRandom as random } from "../crypto/mh1/primitives";
import { Refused } from "../crypto/mh1/refused";
import type { LogSeen } from "../keyring/pins";
import { demandGoesOn, type Memory, remember, SessionMemory } from "./memory";
import { Gathering, PinnedMemory } from "./pinned";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const cid = random(16);
const hashes = Array.from({ length: 4 }, () => random(32));
const name = `log/${hex(cid)}`;
/** As a client does with an answer: nothing that goes back, and the rest is remembered. */
const take = async (memory: Memory, answered: readonly Bytes[]) => {
  demandGoesOn(await memory.seen(name), "log", answered);
  await remember(memory, name, answered);
};
const at = (seq: number): LogSeen => ({ cid, seq, hash: hashes[seq] as LogSeen["hash"] });

it("a browser that never saw a conversation refuses a log that went back behind the pins", async () => {
  const memory = new PinnedMemory(new SessionMemory(), [at(2)], () => undefined);
  await expect(take(memory, hashes.slice(0, 2))).rejects.toThrow(Refused);
  await take(memory, hashes);
  await expect(take(memory, hashes.slice(0, 3))).rejects.toThrow(Refused);
});

it("pins learn only of logs that went on, and of what this device saw before", async () => {
  const told: number[] = [];
  const device = new SessionMemory();
  await device.keep(name, at(1));
  const memory = new PinnedMemory(device, [], ({ seq }) => told.push(seq));
  await take(memory, hashes.slice(0, 2));
  await take(memory, hashes.slice(0, 2));
  await take(memory, hashes);
  await take(memory, hashes);
  await memory.keep("sent/x", at(0));
  expect(told).toEqual([1, 3]);
});

it("what goes on is written together, and again where it did not arrive", async () => {
  const written: number[][] = [];
  let away = true;
  const gathering = new Gathering(async (logs) => {
    if (away) throw new TypeError("no network");
    written.push(logs.map(({ seq }) => seq));
  }, 60_000);
  gathering.note(at(0));
  gathering.note(at(1));
  gathering.note({ ...at(2), cid: random(16) });
  await vi.advanceTimersByTimeAsync(60_000);
  away = false;
  gathering.note(at(3));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(written.map((seqs) => seqs.toSorted())).toEqual([[2, 3]]);
  gathering.note(at(3));
  gathering.stop();
  await vi.advanceTimersByTimeAsync(120_000);
  expect(written).toHaveLength(1);
});

import { beforeEach, describe, expect, test, vi } from "vitest";
import type { LiveEntry } from "../client/types";
import { bea, PLAN } from "../testing/cast";
import { Trail } from "./trail";

const S = "90000000-0000-7000-8000-000000000009";

function entry(seq: number): LiveEntry {
  return {
    type: "entry",
    stream: S,
    seq,
    plan_id: PLAN,
    event: "TaskClaimed",
    actor: bea.id,
    at: "2026-11-24T10:00:00Z",
    change_id: `40000000-0000-7000-8000-${String(seq).padStart(12, "0")}`,
    subjects: [],
    message: null,
    seen: null,
  };
}

let applied: number[];
let server: LiveEntry[];
let forgotten: number;
let trail: Trail;
const readAfter = vi.fn(async (_stream: string, seq: number) => ({
  items: server.filter((one) => one.seq > seq),
  head: server.at(-1)?.seq ?? seq,
}));

beforeEach(() => {
  applied = [];
  server = [];
  forgotten = 0;
  readAfter.mockClear();
  trail = new Trail({
    apply: ({ seq }) => void applied.push(seq),
    readAfter,
    forgetAll: () => {
      forgotten += 1;
    },
  });
});

describe("the trail", () => {
  test("takes the next entry and drops what it has", async () => {
    await trail.greet({ [S]: 4 });
    await trail.take(entry(5));
    await trail.take(entry(5));
    await trail.take(entry(3));
    expect(applied).toEqual([5]);
    expect(readAfter).not.toHaveBeenCalled();
  });

  test("reads the stream after its cursor at a gap, in order and once", async () => {
    await trail.greet({ [S]: 4 });
    server = [entry(5), entry(6), entry(7)];
    await Promise.all([trail.take(entry(7)), trail.take(entry(6))]);
    expect(applied).toEqual([5, 6, 7]);
    expect(readAfter).toHaveBeenCalledTimes(1);
  });

  test("catches up after the line was lost", async () => {
    await trail.greet({ [S]: 4 });
    server = [entry(5), entry(6)];
    await trail.greet({ [S]: 6 });
    expect(applied).toEqual([5, 6]);
    expect(forgotten).toBe(0);
  });

  test("reads everything anew when a stream came or went meanwhile", async () => {
    await trail.greet({ [S]: 4 });
    await trail.greet({ [S]: 4, other: 1 });
    expect(forgotten).toBe(1);
    await trail.greet({ other: 1 });
    expect(forgotten).toBe(2);
  });

  test("does not replay what is far behind", async () => {
    await trail.greet({ [S]: 4 });
    await trail.catchUp({ [S]: 4_000 });
    expect(forgotten).toBe(1);
    expect(readAfter).not.toHaveBeenCalled();
  });
});

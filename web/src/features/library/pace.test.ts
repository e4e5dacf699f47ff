import { expect, test } from "vitest";
import { cycleOf, paceAt } from "./pace";

const BREATH = { in_seconds: 4, out_seconds: 6, source: "pace" };

test("six breaths a minute: in for four, out for six, counted from one", () => {
  expect(60_000 / cycleOf(BREATH)).toBe(6);
  expect(paceAt(0, BREATH)).toEqual({ phase: "in", count: 1, part: 0 });
  expect(paceAt(3_999, BREATH)).toMatchObject({ phase: "in", count: 4 });
  expect(paceAt(4_000, BREATH)).toEqual({ phase: "out", count: 1, part: 0 });
  expect(paceAt(9_999, BREATH)).toMatchObject({ phase: "out", count: 6 });
  expect(paceAt(10_000, BREATH)).toEqual({ phase: "in", count: 1, part: 0 });
});

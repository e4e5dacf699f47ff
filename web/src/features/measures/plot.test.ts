/** Where things stand in a chart of scores. */
import { expect, test } from "vitest";
import type { MeasureResult } from "../../client/types";
import { DAY } from "../../lib/dates";
import { axisOf, linesOf } from "./plot";

const NOW = new Date("2026-11-29T12:00:00Z");

function result(daysAgo: number, total: number | null): MeasureResult {
  const at = new Date(NOW.getTime() - daysAgo * DAY).toISOString();
  return { id: `${daysAgo}`, at, total } as MeasureResult;
}

test("a line does not pass over what was missed", () => {
  const lines = linesOf([result(28, 20), result(21, 18), result(14, null), result(7, 12), result(0, 9)]);
  expect(lines.map((line) => line.map(({ total }) => total))).toEqual([
    [20, 18],
    [12, 9],
  ]);
});

test("the axis reaches from the first answer to now, and is never so short that a day fills it", () => {
  expect(axisOf([result(70, 20), result(1, 9)], NOW).from).toBe(NOW.getTime() - 70 * DAY);
  const short = axisOf([result(1, 9)], NOW);
  expect(short.to - short.from).toBe(28 * DAY);
});

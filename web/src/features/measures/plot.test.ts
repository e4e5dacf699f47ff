/** Where things stand in a chart of scores. */
import { expect, test } from "vitest";
import type { Instrument, MeasureResult } from "../../client/types";
import { DAY } from "../../lib/dates";
import { axisOf, drawingOf, linesOf, type Value } from "./plot";

const NOW = new Date("2026-11-29T12:00:00Z");

function result(daysAgo: number, total: number | null): MeasureResult {
  const at = new Date(NOW.getTime() - daysAgo * DAY).toISOString();
  return { id: `${daysAgo}`, at, total } as MeasureResult;
}

const TOTAL: Value = ({ total }) => total;

test("an upper and a lower value stand on one axis, and what is missing of one breaks its line alone", () => {
  const items = [
    { id: "upper", below: null },
    { id: "lower", below: "upper" },
  ];
  const instrument = { items, low: null, high: null } as unknown as Instrument;
  const read = (answers: object | null) => ({ total: null, answers }) as MeasureResult;
  const both = { upper: 186, lower: 82 };
  const results = [read(both), read(both), read({ upper: 120 }), read(null)];
  const drawing = drawingOf(instrument, results);
  expect([drawing?.low, drawing?.high, drawing?.steps.length]).toEqual([60, 200, 8]);
  const lengths = drawing?.series.map(({ value }) => linesOf(results, value).map(({ length }) => length));
  expect(lengths).toEqual([[3], [2]]);
  expect(drawingOf(instrument, [read(null)])).toBeNull();
});

test("a line does not pass over what was missed", () => {
  const lines = linesOf(
    [result(28, 20), result(21, 18), result(14, null), result(7, 12), result(0, 9)],
    TOTAL,
  );
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

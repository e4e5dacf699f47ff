/** Where things stand in a chart of measures: its axes, its ticks, and lines that break where something is missing. */
import type { Instrument, MeasureResult } from "../../client/types";
import { DAY } from "../../lib/dates";
import { pairOf } from "./words";

/** Something that happened beside the measures, at a moment in milliseconds: a new version of the plan, or a medicine. */
export interface Mark {
  at: number;
  label: string;
  kind: "plan" | "medicine";
}

/** The least span of the axis, so that two answers of one day do not stand at its ends. */
const LEAST = 28 * DAY;

/** From the first result to now. */
export function axisOf(results: readonly MeasureResult[], now: Date): { from: number; to: number } {
  const times = results.map(({ at }) => new Date(at).getTime());
  const to = Math.max(now.getTime(), ...times);
  const from = Math.min(to - LEAST, ...times);
  return { from, to };
}

/** So many moments from end to end, evenly. */
export function ticksOf(from: number, to: number, count: number): number[] {
  return Array.from({ length: count }, (_, n) => from + ((to - from) * n) / (count - 1));
}

/** What is drawn of each result; null: it is missing. */
export type Value = (result: MeasureResult) => number | null;

/** One line of a chart: its value, and the item whose answer it is, where it is one. */
export interface Series {
  key: "total" | "upper" | "lower";
  item: string | null;
  value: Value;
}

/** What a chart shows, on an axis from `low` to `high` with names at these steps. */
export interface Drawing {
  low: number;
  high: number;
  steps: readonly number[];
  series: readonly Series[];
}

/** An axis of readings has a step at each so many, and shows at least the usual ones. */
const STEP = 20;
const USUAL = [60, 160] as const;

/** A score on its scale, or an upper and a lower value on one axis; null while there is nothing to draw. */
export function drawingOf(instrument: Instrument, results: readonly MeasureResult[]): Drawing | null {
  const pair = pairOf(instrument);
  const series: Series[] = pair
    ? pair.map(({ id }, place) => ({
        key: place === 0 ? "upper" : "lower",
        item: id,
        value: ({ answers }) => answers?.[id] ?? null,
      }))
    : [{ key: "total", item: null, value: ({ total }) => total }];
  const values = series.flatMap(({ value }) => results.map(value)).filter((value) => value !== null);
  if (values.length === 0) return null;
  if (pair) {
    const low = Math.floor(Math.min(USUAL[0], ...values) / STEP) * STEP;
    const high = Math.ceil(Math.max(USUAL[1], ...values) / STEP) * STEP;
    return { low, high, steps: ticksOf(low, high, (high - low) / STEP + 1), series };
  }
  const { low, high } = instrument;
  return high === null ? null : { low: low ?? 0, high, steps: [], series };
}

/** The values in their order, in pieces: a line does not pass over what was missed or is incomplete. */
export function linesOf(results: readonly MeasureResult[], value: Value): MeasureResult[][] {
  const lines: MeasureResult[][] = [[]];
  for (const result of results) {
    if (value(result) === null) lines.push([]);
    else lines.at(-1)?.push(result);
  }
  return lines.filter((line) => line.length > 1);
}

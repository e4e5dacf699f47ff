/** Where things stand in a chart of scores: its axis, its ticks, and lines that break where something is missing. */
import type { MeasureResult } from "../../client/types";
import { DAY } from "../../lib/dates";

/** Something that happened to the plan, at a moment in milliseconds. */
export interface Mark {
  at: number;
  label: string;
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

/** The scores in their order, in pieces: a line does not pass over what was missed or is incomplete. */
export function linesOf(results: readonly MeasureResult[]): MeasureResult[][] {
  const lines: MeasureResult[][] = [[]];
  for (const result of results) {
    if (result.total === null) lines.push([]);
    else lines.at(-1)?.push(result);
  }
  return lines.filter((line) => line.length > 1);
}

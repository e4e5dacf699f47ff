/** Outcomes of the clinic or of one's own patients, and who is behind each number. */
import { read, readPages } from "../../client/api";
import type { OutcomeCount, OutcomeFigure } from "../../client/types";

/** The clinic's, for who oversees it; or those of one's own patients. */
export type Breadth = "clinic" | "own";

const FIGURES: readonly OutcomeFigure[] = ["mark", "response-time", "drop-out"];
const COUNTS: readonly OutcomeCount[] = [
  "response",
  "remission",
  "neither",
  "no-score",
  "responded",
  "not-yet",
  "silent",
  "in-touch",
];

/** The rows of which number. */
export interface Behind {
  weeks?: number | undefined;
  month?: string | undefined;
  counted_as?: OutcomeCount | undefined;
}

/** What the address of these rows may say. */
export function behindSearch(search: Record<string, unknown>): Behind {
  const { weeks, month } = search;
  return {
    weeks: typeof weeks === "number" && Number.isInteger(weeks) && weeks > 0 ? weeks : undefined,
    month: typeof month === "string" && /^\d{4}-(0[1-9]|1[0-2])$/.test(month) ? month : undefined,
    counted_as: COUNTS.find((one) => one === search.counted_as),
  };
}

export function outcomesQuery(breadth: Breadth) {
  return breadth === "clinic" ? read("/api/oversight/outcomes") : read("/api/outcomes");
}

export function outcomeRowsQuery(breadth: Breadth, figure: OutcomeFigure, query: Behind) {
  const params = { path: { figure }, query };
  return breadth === "clinic"
    ? readPages("/api/oversight/outcomes/{figure}", { params })
    : readPages("/api/outcomes/{figure}", { params });
}

/** The figure that an address names, if there is such a one. */
export function figureOf(name: string): OutcomeFigure | undefined {
  return FIGURES.find((one) => one === name);
}

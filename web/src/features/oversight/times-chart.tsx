/** How long it took by role or hour: up to where half of it had ended, and paler up to where nine of ten had. */
import type { TimesFigure } from "../../client/types";
import { words } from "../../i18n";
import { DAY, HOUR, MINUTE, span } from "../../lib/dates";
import { Bar, Bars } from "../../ui/bars";

/** Where the scale may end. */
const STEPS = [
  10 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  4 * HOUR,
  8 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  4 * DAY,
  8 * DAY,
  16 * DAY,
  32 * DAY,
  64 * DAY,
  128 * DAY,
];

/** The bars of one group. */
export interface Times {
  key: string;
  /** What stands below it; empty where there is no room for all. */
  label: string;
  figure: TimesFigure;
}

/** The table beside it says the same; where nothing can be told there is no chart. */
export function TimesChart({ what, all }: { what: string; all: readonly Times[] }) {
  const longest = Math.max(
    ...all.map(({ figure }) => Math.max(figure.p90_seconds ?? 0, figure.median_seconds ?? 0) * 1000),
  );
  if (longest <= 0) return null;
  const top = STEPS.find((step) => step >= longest) ?? longest;
  const height = (seconds: number | null) => ((seconds ?? 0) * 100_000) / top;
  return (
    <Bars
      name={words.oversight.times.chart(what)}
      scale={[span(top), span(top / 2), "0"]}
      width={all.length * 10}
      labels={all}
    >
      {all.map(({ key, figure }, index) => (
        <g key={key}>
          <Bar x={index * 10 + 2} width={6} height={height(figure.p90_seconds)} pale />
          <Bar x={index * 10 + 2} width={6} height={height(figure.median_seconds)} />
        </g>
      ))}
    </Bars>
  );
}

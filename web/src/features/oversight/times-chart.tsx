/** How long it took by role or hour: up to where half of it had ended, and paler up to where nine of ten had. */
import type { TimesFigure } from "../../client/types";
import { words } from "../../i18n";
import { DAY, HOUR, MINUTE, span } from "../../lib/dates";
import styles from "./times-chart.module.css";

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

export interface Bar {
  key: string;
  /** What stands below it; empty where there is no room for all. */
  label: string;
  figure: TimesFigure;
}

/** The table beside it says the same; where nothing can be told there is no chart. */
export function TimesChart({ what, bars }: { what: string; bars: readonly Bar[] }) {
  const longest = Math.max(
    ...bars.map(({ figure }) => Math.max(figure.p90_seconds ?? 0, figure.median_seconds ?? 0) * 1000),
  );
  if (longest <= 0) return null;
  const top = STEPS.find((step) => step >= longest) ?? longest;
  const height = (seconds: number | null) => ((seconds ?? 0) * 100_000) / top;
  return (
    <div className={styles.chart} role="img" aria-label={words.oversight.times.chart(what)}>
      <div className={styles.scale} aria-hidden="true">
        {[top, top / 2].map((step) => (
          <span key={step}>{span(step)}</span>
        ))}
        <span>0</span>
      </div>
      <svg
        className={styles.bars}
        viewBox={`0 0 ${bars.length * 10} 100`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        {[0, 50, 100].map((y) => (
          <line key={y} x1={0} x2={bars.length * 10} y1={y} y2={y} className={styles.rule} />
        ))}
        {bars.map(({ key, figure }, index) => (
          <g key={key}>
            <Rect x={index * 10 + 2} height={height(figure.p90_seconds)} className={styles.most} />
            <Rect x={index * 10 + 2} height={height(figure.median_seconds)} className={styles.half} />
          </g>
        ))}
      </svg>
      <div className={styles.labels} aria-hidden="true">
        {bars.map(({ key, label }) => (
          <span key={key}>
            <span>{label}</span>
          </span>
        ))}
      </div>
    </div>
  );
}

function Rect({ x, height, className }: { x: number; height: number; className: string | undefined }) {
  return height > 0 ? <rect x={x} y={100 - height} width={6} height={height} className={className} /> : null;
}

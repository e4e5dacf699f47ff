/** What the signs of a chart of measures mean. */
import type { ReactNode } from "react";
import type { MeasureResult } from "../../client/types";
import { words } from "../../i18n";
import { triangle } from "./chart";
import styles from "./chart.module.css";
import { axisOf, type Drawing, type Mark } from "./plot";

const text = words.measures.legend;

interface Props {
  drawing: Drawing;
  results: readonly MeasureResult[];
  marks: readonly Mark[];
  now: Date;
}

export function Legend({ drawing: { series }, results, marks, now }: Props) {
  const { from } = axisOf(results, now);
  const plan = marks.some(({ kind }) => kind === "plan");
  const medicines = marks.filter(({ at, kind }) => kind === "medicine" && at >= from && at <= now.getTime());
  const scored = series.some(({ key }) => key === "total");
  const missed = results.some((result) => series.every(({ value }) => value(result) === null));
  const risk = results.some(({ risks }) => risks.length > 0);
  if (scored && !missed && !risk && !plan && medicines.length === 0) return null;
  return (
    <ul className={styles.legend}>
      {series.map(({ key }) =>
        key === "total" ? null : (
          <Sign key={key} className={styles.point} words={text[key]}>
            <circle cx={9} cy={9} r={4} data-hollow={key === "lower" || undefined} />
          </Sign>
        ),
      )}
      {missed ? (
        <Sign className={styles.missed} words={scored ? text.missed : text.noAnswer}>
          <path d="M5 5l8 8m0 -8l-8 8" />
        </Sign>
      ) : null}
      {risk ? (
        <Sign className={styles.point} words={text.risk}>
          <circle cx={9} cy={9} r={3.5} />
          <circle cx={9} cy={9} r={7} data-ring />
        </Sign>
      ) : null}
      {plan ? (
        <Sign className={styles.mark} words={text.plan}>
          <line x1={9} x2={9} y1={3} y2={15} />
        </Sign>
      ) : null}
      {medicines.map(({ label }) => (
        <Sign key={label} className={styles.medicine} words={label}>
          <path d={triangle(9, 13)} />
        </Sign>
      ))}
    </ul>
  );
}

function Sign({
  className,
  words: said,
  children,
}: {
  className?: string;
  words: string;
  children: ReactNode;
}) {
  return (
    <li>
      <svg width={18} height={18} className={className} aria-hidden="true">
        {children}
      </svg>
      {said}
    </li>
  );
}

/** Of those who had come so far, the share with a response and the share with a remission. */
import type { MarkFigure } from "../../client/types";
import { outcomeWords as text } from "../../i18n/outcomes";
import styles from "./marks-chart.module.css";

/** The table below says the same; where nothing can be told there is no chart. */
export function MarksChart({ marks }: { marks: readonly MarkFigure[] }) {
  if (!marks.some(({ people }) => people)) return null;
  const share = (part: number | null, people: number | null) => (people ? ((part ?? 0) * 100) / people : 0);
  return (
    <>
      <div className={styles.keys} aria-hidden="true">
        <span className={styles.key}>{text.counts.response}</span>
        <span className={styles.key} data-remission>
          {text.counts.remission}
        </span>
      </div>
      <div className={styles.chart} role="img" aria-label={text.marks.chart}>
        <div className={styles.scale} aria-hidden="true">
          <span>100%</span>
          <span>50%</span>
          <span>0</span>
        </div>
        <svg
          className={styles.bars}
          viewBox={`0 0 ${marks.length * 20} 100`}
          preserveAspectRatio="none"
          aria-hidden="true"
        >
          {[0, 50, 100].map((y) => (
            <line key={y} x1={0} x2={marks.length * 20} y1={y} y2={y} className={styles.rule} />
          ))}
          {marks.map(({ weeks, people, response, remission }, index) => (
            <g key={weeks}>
              <Bar x={index * 20 + 5} height={share(response, people)} className={styles.response} />
              <Bar x={index * 20 + 10.5} height={share(remission, people)} className={styles.remission} />
            </g>
          ))}
        </svg>
        <div className={styles.labels} aria-hidden="true">
          {marks.map(({ weeks, people }) => (
            <span key={weeks}>
              {text.marks.inWeeks(weeks)}
              {people === null ? <span className={styles.few}>{text.tooFew}</span> : null}
            </span>
          ))}
        </div>
      </div>
    </>
  );
}

function Bar({ x, height, className }: { x: number; height: number; className: string | undefined }) {
  return height > 0 ? (
    <rect x={x} y={100 - height} width={4.5} height={height} className={className} />
  ) : null;
}

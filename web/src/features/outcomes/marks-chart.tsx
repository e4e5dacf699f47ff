/** Of those who had come so far, the share with a response and the share with a remission. */
import type { MarkFigure } from "../../client/types";
import { outcomeWords as text } from "../../i18n/outcomes";
import { Bar, Bars, Key } from "../../ui/bars";
import styles from "./marks-chart.module.css";

/** The table below says the same; where nothing can be told there is no chart. */
export function MarksChart({ marks }: { marks: readonly MarkFigure[] }) {
  if (!marks.some(({ people }) => people)) return null;
  const share = (part: number | null, people: number | null) => (people ? ((part ?? 0) * 100) / people : 0);
  return (
    <>
      <div className={styles.keys} aria-hidden="true">
        <Key pale>{text.counts.response}</Key>
        <Key>{text.counts.remission}</Key>
      </div>
      <Bars
        name={text.marks.chart}
        scale={["100%", "50%", "0"]}
        width={marks.length * 20}
        labels={marks.map(({ weeks, people }) => ({
          key: String(weeks),
          label: text.months.short(weeks),
          note: people === null ? text.tooFew : null,
        }))}
      >
        {marks.map(({ weeks, people, response, remission }, index) => (
          <g key={weeks}>
            <Bar x={index * 20 + 5} width={4.5} height={share(response, people)} pale />
            <Bar x={index * 20 + 10.5} width={4.5} height={share(remission, people)} />
          </g>
        ))}
      </Bars>
    </>
  );
}

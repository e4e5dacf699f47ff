/** Response and remission by weeks since the first score, and month by month: a chart, and the table of the same. */
import { SegmentedControl } from "@mantine/core";
import { useState } from "react";
import type { MarkFigure, Outcomes } from "../../client/types";
import { outcomeWords as text } from "../../i18n/outcomes";
import { knownDate } from "../../lib/dates";
import { FigureCard } from "../../ui/figure-card";
import card from "../../ui/figure-card.module.css";
import { Rows } from "./behind";
import { MarksChart } from "./marks-chart";
import styles from "./outcomes.module.css";
import type { Behind, Breadth } from "./queries";

const COLUMNS = [
  ["response", "response"],
  ["remission", "remission"],
  ["neither", "neither"],
  ["no_score", "no-score"],
] as const;

interface Line {
  key: string;
  name: string;
  note?: string;
  figure: MarkFigure;
  wanted: Behind;
}

export function Marks({ all, breadth }: { all: Outcomes; breadth: Breadth }) {
  const lines = all.marks.map((figure) => ({
    key: String(figure.weeks),
    name: text.marks.inWeeks(figure.weeks),
    note: text.marks.window(figure.window_days),
    figure,
    wanted: { weeks: figure.weeks },
  }));
  return (
    <FigureCard title={text.marks.title} about={text.marks.about}>
      <MarksChart marks={all.marks} />
      <Table first={text.marks.weeks} lines={lines} breadth={breadth} />
    </FigureCard>
  );
}

export function Months({ all, breadth }: { all: Outcomes; breadth: Breadth }) {
  const [weeks, setWeeks] = useState(all.marks[0]?.weeks ?? 0);
  const lines = all.months
    .filter((month) => month.weeks === weeks && month.people)
    .map((figure) => ({
      key: figure.month,
      name: knownDate(figure.month),
      figure,
      wanted: { weeks, month: figure.month },
    }));
  return (
    <FigureCard title={text.months.title} about={text.months.about}>
      <div className={card.by}>
        <SegmentedControl
          aria-label={text.months.mark}
          value={String(weeks)}
          onChange={(value) => setWeeks(Number(value))}
          data={all.marks.map((one) => ({ value: String(one.weeks), label: text.months.short(one.weeks) }))}
        />
      </div>
      {lines.length > 0 ? (
        <Table first={text.months.month} lines={lines} breadth={breadth} />
      ) : (
        <p className={styles.nothing}>{text.months.none}</p>
      )}
    </FigureCard>
  );
}

function Table({ first, lines, breadth }: { first: string; lines: readonly Line[]; breadth: Breadth }) {
  return (
    <div className={card.scroller}>
      <table className={card.table}>
        <thead>
          <tr>
            <th scope="col">{first}</th>
            <th scope="col">{text.marks.people}</th>
            {COLUMNS.map(([, name]) => (
              <th key={name} scope="col">
                {text.counts[name]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map(({ key, name, note, figure, wanted }) => (
            <tr key={key}>
              <th scope="row">
                {name}
                {note ? <span className={styles.window}>{note}</span> : null}
              </th>
              {figure.people === null ? (
                <td colSpan={1 + COLUMNS.length} className={card.few}>
                  {text.tooFew}
                </td>
              ) : (
                <Cells breadth={breadth} figure={figure} wanted={wanted} />
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cells({ breadth, figure, wanted }: Pick<Line, "figure" | "wanted"> & { breadth: Breadth }) {
  return (
    <>
      <td>
        <Rows breadth={breadth} figure="mark" wanted={wanted} count={figure.people} />
      </td>
      {COLUMNS.map(([field, counted_as]) => (
        <td key={field}>
          <Rows
            breadth={breadth}
            figure="mark"
            wanted={{ ...wanted, counted_as }}
            count={figure[field]}
            of={figure.people}
          />
        </td>
      ))}
    </>
  );
}

/** One measure: its numbers, a chart by role or hour, and the table of the same; each number opens its rows. */
import { SegmentedControl } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import type { MeasureTimes, TimesFigure } from "../../client/types";
import { words } from "../../i18n";
import { span } from "../../lib/dates";
import { Key } from "../../ui/bars";
import { FigureCard, Num } from "../../ui/figure-card";
import card from "../../ui/figure-card.module.css";
import { roleWord } from "../../ui/person";
import { hourName } from "./hour-name";
import type { Behind, Period } from "./queries";
import { type Times, TimesChart } from "./times-chart";

const text = words.oversight.times;
const number = new Intl.NumberFormat();
const GROUPS = ["role", "hour", "priority"] as const;
type Group = (typeof GROUPS)[number];

interface Line extends Times {
  name: string;
  narrowed: Pick<Behind, "role" | "hour" | "priority">;
}

function linesOf(one: MeasureTimes, group: Group): Line[] {
  if (group === "role")
    return one.by_role.map((figure) => ({
      key: figure.role,
      label: roleWord(figure.role),
      name: roleWord(figure.role),
      figure,
      narrowed: { role: figure.role },
    }));
  if (group === "priority")
    return one.by_priority.map((figure) => ({
      key: figure.priority,
      label: text.priorities[figure.priority],
      name: text.priorities[figure.priority],
      figure,
      narrowed: { priority: figure.priority },
    }));
  return one.by_hour.map((figure) => ({
    key: String(figure.hour),
    label: figure.hour % 6 === 0 ? hourName(figure.hour) : "",
    name: hourName(figure.hour),
    figure,
    narrowed: { hour: figure.hour },
  }));
}

export function TimesCard({ one, days }: { one: MeasureTimes; days: Period }) {
  const [group, setGroup] = useState<Group>("role");
  const { measure, all } = one;
  const groups = GROUPS.filter((known) => known !== "priority" || one.by_priority.length > 0);
  const lines = linesOf(one, group);
  const told = lines.filter(({ figure }) => figure.done + figure.open + figure.dropped > 0);
  const title = text.measures[measure];
  return (
    <FigureCard title={title} about={text.about[measure]}>
      <dl className={card.numbers}>
        <Num name={text.half}>{timeOf(all.median_seconds)}</Num>
        <Num name={text.most}>{timeOf(all.p90_seconds)}</Num>
        <Num name={text.done[measure]}>
          <Rows one={one} days={days} end="done" count={all.done} />
        </Num>
        <Num name={text.open[measure]}>
          <Rows one={one} days={days} end="open" count={all.open} />
        </Num>
        {measure === "first-reply" ? (
          <Num name={text.dropped}>
            <Rows one={one} days={days} end="dropped" count={all.dropped} />
          </Num>
        ) : null}
      </dl>
      {all.done > 0 ? (
        <>
          <div className={card.by}>
            <SegmentedControl
              aria-label={text.by}
              value={group}
              onChange={(value) => setGroup(groups.find((known) => known === value) ?? group)}
              data={groups.map((value) => ({ value, label: text.groups[value] }))}
            />
            {lines.some(({ figure }) => figure.median_seconds !== null) ? (
              <>
                <Key>{text.half}</Key>
                <Key pale>{text.most}</Key>
              </>
            ) : null}
          </div>
          <TimesChart what={`${title}, ${text.groups[group]}`} all={lines} />
          <Table one={one} days={days} group={group} lines={told} />
        </>
      ) : null}
    </FigureCard>
  );
}

function timeOf(seconds: number | null): ReactNode {
  return seconds === null ? <span className={card.few}>{text.tooFew}</span> : span(seconds * 1000);
}

interface RowsProps {
  one: MeasureTimes;
  days: Period;
  end: Behind["end"];
  count: number;
  narrowed?: Line["narrowed"];
}

/** A number that opens its rows; none has none. */
function Rows({ one, days, end, count, narrowed = {} }: RowsProps) {
  if (count === 0) return <>0</>;
  return (
    <Link
      to="/oversight/times/$measure"
      params={{ measure: one.measure }}
      search={{ end, days, ...narrowed }}
      className={card.open}
    >
      {number.format(count)}
    </Link>
  );
}

interface TableProps {
  one: MeasureTimes;
  days: Period;
  group: Group;
  lines: readonly Line[];
}

function Table({ one, days, group, lines }: TableProps) {
  const { measure } = one;
  // What has not ended is no role's.
  const waits = group !== "role";
  const cell = (line: Line, end: Behind["end"], figure: TimesFigure) => (
    <td>
      <Rows one={one} days={days} end={end} count={figure[end]} narrowed={line.narrowed} />
    </td>
  );
  return (
    <div className={card.scroller}>
      <table className={card.table}>
        <thead>
          <tr>
            <th scope="col">{text[group]}</th>
            <th scope="col">{text.half}</th>
            <th scope="col">{text.most}</th>
            <th scope="col">{text.done[measure]}</th>
            {waits ? <th scope="col">{text.open[measure]}</th> : null}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.key}>
              <th scope="row">{line.name}</th>
              <td>{timeOf(line.figure.median_seconds)}</td>
              <td>{timeOf(line.figure.p90_seconds)}</td>
              {cell(line, "done", line.figure)}
              {waits ? cell(line, "open", line.figure) : null}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

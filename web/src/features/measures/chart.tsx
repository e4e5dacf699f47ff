/** A score or a reading over time: its bands, the line of remission, what was missed, and when the plan was changed. */
import { useElementSize } from "@mantine/hooks";
import type { Instrument, MeasureResult } from "../../client/types";
import { words } from "../../i18n";
import { shortDate } from "../../lib/dates";
import styles from "./chart.module.css";
import { axisOf, type Drawing, linesOf, type Mark, ticksOf } from "./plot";
import { bandWords, scoreWords } from "./words";

const text = words.measures;
const HEIGHT = 240;
const EDGE = { top: 22, right: 14, bottom: 28, left: 34 };
/** Room for a point at either end. */
const INSET = 12;
/** So much room the name of a mark takes. */
const LABEL = 36;
/** So wide that the name of a band fits beside the line. */
const ROOMY = 420;

interface Props {
  instrument: Instrument;
  drawing: Drawing;
  /** The oldest first. */
  results: readonly MeasureResult[];
  marks: readonly Mark[];
  now: Date;
}

export function Chart({ instrument, drawing, results, marks, now }: Props) {
  const { ref, width } = useElementSize();
  const { low, high, series } = drawing;
  const { from, to } = axisOf(results, now);
  const x = (at: number) =>
    EDGE.left + INSET + ((at - from) / (to - from)) * (width - EDGE.left - EDGE.right - 2 * INSET);
  const y = (value: number) =>
    HEIGHT - EDGE.bottom - ((value - low) / (high - low)) * (HEIGHT - EDGE.top - EDGE.bottom);
  const when = (result: MeasureResult) => x(new Date(result.at).getTime());
  const below = instrument.remission_below;
  const names = width >= ROOMY;
  return (
    <div ref={ref} className={styles.chart}>
      {width > 0 ? (
        <svg width={width} height={HEIGHT} role="img" aria-label={text.chart(instrument.title)}>
          <Bands instrument={instrument} drawing={drawing} y={y} width={width} names={names} />
          {below === null ? null : (
            <g className={styles.remission}>
              <line x1={EDGE.left} x2={width - EDGE.right} y1={y(below)} y2={y(below)} />
              <text x={width - EDGE.right} y={y(below) + 15} textAnchor="end">
                {text.remissionLine(below)}
              </text>
            </g>
          )}
          <Marks marks={marks.filter(({ at, kind }) => kind === "plan" && at >= from && at <= to)} x={x} />
          {marks
            .filter(({ at, kind }) => kind === "medicine" && at >= from && at <= to)
            .map(({ at, label }) => (
              <g key={label} className={styles.medicine}>
                <title>{label}</title>
                <path d={triangle(x(at), HEIGHT - EDGE.bottom)} />
              </g>
            ))}
          {ticksOf(from, to, names ? 5 : 3).map((at, index, all) => (
            <text
              key={at}
              x={x(at)}
              y={HEIGHT - 8}
              className={styles.tick}
              textAnchor={index === 0 ? "start" : index === all.length - 1 ? "end" : "middle"}
            >
              {shortDate(new Date(at), now)}
            </text>
          ))}
          {series.flatMap(({ key, value }) =>
            linesOf(results, value).map((line) => (
              <polyline
                key={`${key} ${line[0]?.id}`}
                className={styles.line}
                points={line.map((result) => `${when(result)},${y(value(result) ?? low)}`).join(" ")}
              />
            )),
          )}
          {results.map((result) => (
            <Point
              key={result.id}
              result={result}
              drawing={drawing}
              said={`${shortDate(new Date(result.at), now)}: ${scoreWords(result, instrument)}`}
              x={when(result)}
              y={y}
            />
          ))}
        </svg>
      ) : null}
    </div>
  );
}

/** A sign on the axis that points at a day. */
export function triangle(x: number, y: number): string {
  return `M${x} ${y - 9}l5 9h-10z`;
}

/** The newest of those that stand close together has its name: the names of all would lie upon each other. */
function Marks({ marks, x }: { marks: readonly Mark[]; x: (at: number) => number }) {
  const inOrder = marks.toSorted((one, other) => one.at - other.at);
  return inOrder.map(({ at, label }, index) => {
    const next = inOrder[index + 1];
    return (
      <g key={`${at} ${label}`} className={styles.mark}>
        <line x1={x(at)} x2={x(at)} y1={EDGE.top - 4} y2={HEIGHT - EDGE.bottom} />
        {next && x(next.at) - x(at) < LABEL ? null : (
          <text x={x(at)} y={13} textAnchor="middle">
            {label}
          </text>
        )}
      </g>
    );
  });
}

interface BandsProps {
  instrument: Instrument;
  drawing: Drawing;
  y: (value: number) => number;
  width: number;
  names: boolean;
}

/** Each band to where the next begins; without any, the ends of the scale. */
function Bands({ instrument: { bands }, drawing: { low, high, steps }, y, width, names }: BandsProps) {
  return (
    <g className={styles.bands}>
      {bands.map((band, index) => {
        const top = y(bands[index + 1]?.low ?? band.high);
        return (
          <g key={band.name}>
            <rect
              x={EDGE.left}
              width={width - EDGE.left - EDGE.right}
              y={top}
              height={y(band.low) - top}
              data-odd={index % 2 === 1 || undefined}
            />
            {names ? (
              <text x={EDGE.left + 8} y={top + 15}>
                {bandWords(band.name)}
              </text>
            ) : null}
          </g>
        );
      })}
      {[...new Set([low, high, ...steps, ...bands.map((band) => band.low)])].map((value) => (
        <text key={value} x={EDGE.left - 6} y={y(value) + 4} textAnchor="end">
          {value}
        </text>
      ))}
    </g>
  );
}

interface PointProps {
  result: MeasureResult;
  drawing: Drawing;
  said: string;
  x: number;
  y: (value: number) => number;
}

/** What stands for one result: a point on each line, joined, or a cross where it is missing. */
function Point({ result, drawing: { low, series }, said, x, y }: PointProps) {
  const points = series
    .map(({ key, item, value }) => ({ key, item, at: value(result) }))
    .filter((one): one is typeof one & { at: number } => one.at !== null);
  if (points.length === 0) {
    const foot = y(low) - 9;
    return (
      <g className={styles.missed}>
        <title>{said}</title>
        <path d={`M${x - 4} ${foot - 4}l8 8m0 -8l-8 8`} />
      </g>
    );
  }
  // Of a score any answer may ask for somebody, of a reading each value, and what was asked with it shows at the upper.
  const pressing = new Set(result.risks.map((risk) => risk.item));
  const own = new Set(points.map(({ item }) => item));
  const other = result.risks.some((risk) => !own.has(risk.item));
  return (
    <g className={styles.point} data-risk={result.risks.length > 0 || undefined}>
      <title>{said}</title>
      {points.length > 1 ? (
        <line x1={x} x2={x} y1={y(points[0]?.at ?? low)} y2={y(points.at(-1)?.at ?? low)} />
      ) : null}
      {points.map(({ key, item, at }, place) => (
        <g key={key}>
          <circle cx={x} cy={y(at)} r={4} data-hollow={key === "lower" || undefined} />
          {(item && pressing.has(item)) || (place === 0 && other) ? (
            <circle cx={x} cy={y(at)} r={8} data-ring />
          ) : null}
        </g>
      ))}
    </g>
  );
}

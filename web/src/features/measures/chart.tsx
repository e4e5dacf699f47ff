/** A score over time: its bands, the line of remission, what was missed, and when the plan was changed. */
import { useElementSize } from "@mantine/hooks";
import type { Instrument, MeasureResult } from "../../client/types";
import { words } from "../../i18n";
import { shortDate } from "../../lib/dates";
import styles from "./chart.module.css";
import { axisOf, linesOf, type Mark, ticksOf } from "./plot";
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
  /** The oldest first. */
  results: readonly MeasureResult[];
  marks: readonly Mark[];
  now: Date;
}

export function Chart({ instrument, results, marks, now }: Props) {
  const { ref, width } = useElementSize();
  const low = instrument.low ?? 0;
  const high = instrument.high ?? 0;
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
          <Bands instrument={instrument} y={y} width={width} names={names} />
          {below === null ? null : (
            <g className={styles.remission}>
              <line x1={EDGE.left} x2={width - EDGE.right} y1={y(below)} y2={y(below)} />
              <text x={width - EDGE.right} y={y(below) + 15} textAnchor="end">
                {text.remissionLine(below)}
              </text>
            </g>
          )}
          <Marks marks={marks.filter(({ at }) => at >= from && at <= to)} x={x} />
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
          {linesOf(results).map((line) => (
            <polyline
              key={line[0]?.id}
              className={styles.line}
              points={line.map((result) => `${when(result)},${y(result.total ?? 0)}`).join(" ")}
            />
          ))}
          {results.map((result) => (
            <Point key={result.id} result={result} instrument={instrument} x={when(result)} y={y} now={now} />
          ))}
        </svg>
      ) : null}
    </div>
  );
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
  y: (value: number) => number;
  width: number;
  names: boolean;
}

/** Each band to where the next begins; without any, the ends of the scale. */
function Bands({ instrument, y, width, names }: BandsProps) {
  const { bands, high } = instrument;
  const ends = [instrument.low ?? 0, high ?? 0];
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
      {[...new Set([...ends, ...bands.map(({ low }) => low)])].map((value) => (
        <text key={value} x={EDGE.left - 6} y={y(value) + 4} textAnchor="end">
          {value}
        </text>
      ))}
    </g>
  );
}

interface PointProps {
  result: MeasureResult;
  instrument: Instrument;
  x: number;
  y: (value: number) => number;
  now: Date;
}

function Point({ result, instrument, x, y, now }: PointProps) {
  const said = `${shortDate(new Date(result.at), now)}: ${scoreWords(result, instrument)}`;
  if (result.total === null) {
    const foot = y(instrument.low ?? 0) - 9;
    return (
      <g className={styles.missed}>
        <title>{said}</title>
        <path d={`M${x - 4} ${foot - 4}l8 8m0 -8l-8 8`} />
      </g>
    );
  }
  return (
    <g className={styles.point} data-risk={result.risks.length > 0 || undefined}>
      <title>{said}</title>
      <circle cx={x} cy={y(result.total)} r={4} />
      {result.risks.length > 0 ? <circle cx={x} cy={y(result.total)} r={8} data-ring /> : null}
    </g>
  );
}

/** The sentence for those who hear it, and what the signs of the chart mean. */
export function Legend({ results, marks }: { results: readonly MeasureResult[]; marks: readonly Mark[] }) {
  const missed = results.some(({ total }) => total === null);
  const risk = results.some(({ risks }) => risks.length > 0);
  if (!missed && !risk && marks.length === 0) return null;
  return (
    <ul className={styles.legend}>
      {missed ? (
        <li>
          <svg width={14} height={14} className={styles.missed} aria-hidden="true">
            <path d="M3 3l8 8m0 -8l-8 8" />
          </svg>
          {text.legend.missed}
        </li>
      ) : null}
      {risk ? (
        <li>
          <svg width={18} height={18} className={styles.point} data-risk aria-hidden="true">
            <circle cx={9} cy={9} r={3.5} />
            <circle cx={9} cy={9} r={7} data-ring />
          </svg>
          {text.legend.risk}
        </li>
      ) : null}
      {marks.length > 0 ? (
        <li>
          <svg width={14} height={14} className={styles.mark} aria-hidden="true">
            <line x1={7} x2={7} y1={1} y2={13} />
          </svg>
          {text.legend.plan}
        </li>
      ) : null}
    </ul>
  );
}

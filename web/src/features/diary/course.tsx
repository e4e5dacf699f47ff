/** The shared mood of twelve weeks, on a time axis as scores have it; days without an entry are gaps. */
import { useElementSize } from "@mantine/hooks";
import { useInfiniteQuery } from "@tanstack/react-query";
import { words } from "../../i18n";
import { DAY, dateOf, isoDate, shortDate } from "../../lib/dates";
import { useNow } from "../../lib/now";
import styles from "./course.module.css";
import { MOODS, moodOfDays, sharedEntry } from "./entry";
import { useAll } from "./own";
import { diaryQuery } from "./queries";

const text = words.diary;
const SPAN = 84 * DAY;
const HEIGHT = 150;
const EDGE = { top: 10, right: 14, bottom: 26, left: 48 };
/** Days further apart than this are not joined by a line. */
const NEAR = 2 * DAY;

interface Point {
  at: number;
  place: number;
}

/** Nothing where nothing is shared. */
export function MoodCourse({ planId }: { planId: string }) {
  const now = useNow();
  const since = isoDate(new Date(now.getTime() - SPAN));
  const query = useInfiniteQuery(diaryQuery(planId, { since }));
  useAll(query);
  const moods = moodOfDays(query.data?.pages.flatMap((page) => page.items.map(sharedEntry)) ?? []);
  const points = [...moods]
    .map(([day, mood]) => ({ at: dateOf(day).getTime() + DAY / 2, place: MOODS.indexOf(mood) }))
    .toSorted((one, other) => one.at - other.at);
  if (points.length === 0) return null;
  const low = points.filter(({ place }) => place <= 1).length;
  return (
    <section className={styles.course} aria-label={text.course}>
      <h2>{text.course}</h2>
      <p>{text.courseSays(points.length, low)}</p>
      <Chart points={points} from={now.getTime() - SPAN} to={now.getTime()} />
    </section>
  );
}

function Chart({ points, from, to }: { points: readonly Point[]; from: number; to: number }) {
  const { ref, width } = useElementSize();
  const x = (at: number) => EDGE.left + ((at - from) / (to - from)) * (width - EDGE.left - EDGE.right);
  const y = (place: number) =>
    HEIGHT - EDGE.bottom - (place / (MOODS.length - 1)) * (HEIGHT - EDGE.top - EDGE.bottom);
  const at = ({ at, place }: Point) => `${x(Math.min(at, to))},${y(place)}`;
  return (
    <div ref={ref} className={styles.chart}>
      {width > 0 ? (
        <svg width={width} height={HEIGHT} role="img" aria-label={text.courseOf}>
          {MOODS.map((mood, place) => (
            <g key={mood} className={styles.row}>
              <line x1={EDGE.left} x2={width - EDGE.right} y1={y(place)} y2={y(place)} />
              <text x={EDGE.left - 8} y={y(place) + 4} textAnchor="end">
                {text.moods[mood]}
              </text>
            </g>
          ))}
          {[from, (from + to) / 2, to].map((moment, index) => (
            <text
              key={moment}
              x={x(moment)}
              y={HEIGHT - 6}
              textAnchor={index === 0 ? "start" : index === 1 ? "middle" : "end"}
            >
              {shortDate(new Date(moment))}
            </text>
          ))}
          {linesOf(points).map((line) => (
            <polyline key={line[0]?.at} className={styles.line} points={line.map(at).join(" ")} />
          ))}
          {points.map((point) => (
            <circle
              key={point.at}
              className={styles.point}
              cx={x(Math.min(point.at, to))}
              cy={y(point.place)}
              r={3}
            />
          ))}
        </svg>
      ) : null}
    </div>
  );
}

/** In pieces: no line passes over days of which nothing is known. */
function linesOf(points: readonly Point[]): Point[][] {
  const lines: Point[][] = [];
  for (const point of points) {
    const line = lines.at(-1);
    const last = line?.at(-1);
    if (line && last && point.at - last.at <= NEAR) line.push(point);
    else lines.push([point]);
  }
  return lines.filter((line) => line.length > 1);
}

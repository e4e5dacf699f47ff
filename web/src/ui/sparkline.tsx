/** A small line of values with the last one marked, broken where one is missing; the sentence is for those who hear it. */
import styles from "./sparkline.module.css";

interface Props {
  values: readonly (number | null)[];
  sentence: string;
  width?: number;
  height?: number;
}

interface Point {
  x: number;
  y: number;
}

/** The values in pieces: the line does not pass over what is missing. */
function piecesOf(points: readonly (Point | null)[]): Point[][] {
  const pieces: Point[][] = [[]];
  for (const point of points) {
    if (point === null) pieces.push([]);
    else pieces.at(-1)?.push(point);
  }
  return pieces.filter((piece) => piece.length > 0);
}

export function Sparkline({ values, sentence, width = 120, height = 32 }: Props) {
  const known = values.filter((value) => value !== null);
  const low = Math.min(...known);
  const range = Math.max(...known) - low || 1;
  const pieces = piecesOf(
    values.map((value, index) =>
      value === null
        ? null
        : {
            x: 3 + (index * (width - 6)) / Math.max(1, values.length - 1),
            y: height - 4 - ((value - low) / range) * (height - 8),
          },
    ),
  );
  const last = pieces.at(-1)?.at(-1);
  if (last === undefined) return null;
  return (
    <svg
      className={styles.spark}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={sentence}
    >
      {pieces.map((piece) => (
        <polyline
          key={piece[0]?.x}
          points={(piece.length > 1 ? piece : [...piece, ...piece]).map(({ x, y }) => `${x},${y}`).join(" ")}
        />
      ))}
      <circle cx={last.x} cy={last.y} r={3} />
    </svg>
  );
}

/** A small line of values with the last one marked; the sentence is for those who hear it. */
import styles from "./sparkline.module.css";

interface Props {
  values: readonly number[];
  sentence: string;
  width?: number;
  height?: number;
}

export function Sparkline({ values, sentence, width = 120, height = 32 }: Props) {
  const low = Math.min(...values);
  const span = Math.max(...values) - low || 1;
  const x = (index: number) => 3 + (index * (width - 6)) / Math.max(1, values.length - 1);
  const y = (value: number) => height - 4 - ((value - low) / span) * (height - 8);
  const last = values.at(-1);
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
      <polyline points={values.map((value, index) => `${x(index)},${y(value)}`).join(" ")} />
      <circle cx={x(values.length - 1)} cy={y(last)} r={3} />
    </svg>
  );
}

/** Bars over a scale of three lines; the table beside them says the same, so that nobody needs them. */
import type { ReactNode } from "react";
import styles from "./bars.module.css";

/** Which of two bars this one is, in a word. */
export function Key({ pale, children }: { pale?: boolean; children: ReactNode }) {
  return (
    <span className={styles.key} data-pale={pale || undefined}>
      {children}
    </span>
  );
}

interface Props {
  /** What a screen reader says in its place. */
  name: string;
  /** What stands at the top, in the middle and at the bottom of the scale. */
  scale: readonly [string, string, string];
  /** How wide it is, in the units of its bars; it is 100 high. */
  width: number;
  /** What stands below each group of bars; empty where there is no room for all. */
  labels: readonly { key: string; label: string; note?: string | null }[];
  children: ReactNode;
}

export function Bars({ name, scale, width, labels, children }: Props) {
  return (
    <div className={styles.chart} role="img" aria-label={name}>
      <div className={styles.scale} aria-hidden="true">
        {scale.map((step) => (
          <span key={step}>{step}</span>
        ))}
      </div>
      <svg className={styles.bars} viewBox={`0 0 ${width} 100`} preserveAspectRatio="none" aria-hidden="true">
        {[0, 50, 100].map((y) => (
          <line key={y} x1={0} x2={width} y1={y} y2={y} className={styles.rule} />
        ))}
        {children}
      </svg>
      <div className={styles.labels} aria-hidden="true">
        {labels.map(({ key, label, note }) => (
          <span key={key}>
            <span>
              {label}
              {note ? <span className={styles.note}>{note}</span> : null}
            </span>
          </span>
        ))}
      </div>
    </div>
  );
}

interface BarProps {
  x: number;
  width: number;
  height: number;
  pale?: boolean;
}

/** Nothing to show is no bar. */
export function Bar({ x, width, height, pale }: BarProps) {
  return height > 0 ? (
    <rect
      x={x}
      y={100 - height}
      width={width}
      height={height}
      className={styles.bar}
      data-pale={pale || undefined}
    />
  ) : null;
}

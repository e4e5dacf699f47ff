/** A status: a word on a soft ground, with an icon where it helps; never colour alone. */
import type { ReactNode } from "react";
import styles from "./chip.module.css";

export type Tone = "neutral" | "accent" | "good" | "warn" | "danger" | "info";

export function Chip({
  tone = "neutral",
  icon,
  children,
}: {
  tone?: Tone;
  icon?: ReactNode;
  children: ReactNode;
}) {
  return (
    <span className={styles.chip} data-tone={tone}>
      {icon}
      {children}
    </span>
  );
}

/** A number beside a name in a rail or a tab; nothing at zero. */
export function Count({ value, label, strong }: { value: number; label: string; strong?: boolean }) {
  if (value === 0) return null;
  return (
    <span className={styles.count} data-strong={strong || undefined}>
      <span aria-hidden="true">{value > 999 ? "999+" : value}</span>
      <span className="ct-hidden">{label}</span>
    </span>
  );
}

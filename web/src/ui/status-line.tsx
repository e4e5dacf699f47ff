/** One line across the page: something that is true of all of it, and perhaps the one thing to do about it. */
import type { ReactNode } from "react";
import styles from "./status-line.module.css";

interface Props {
  tone: "warn" | "info" | "danger";
  icon: ReactNode;
  children: ReactNode;
  action?: { label: string; act: () => void };
}

export function StatusLine({ tone, icon, children, action }: Props) {
  return (
    <div className={styles.line} data-tone={tone} role="status">
      {icon}
      <span>{children}</span>
      {action ? (
        <button type="button" onClick={action.act}>
          {action.label}
        </button>
      ) : null}
    </div>
  );
}

/** A line of a card: what, who, and where it stands; used for steps and tasks of a goal. */
import type { ReactNode } from "react";
import styles from "./line.module.css";

interface Props {
  id: string;
  title: string;
  icon?: ReactNode;
  who: ReactNode;
  state: ReactNode;
  lit?: boolean;
  done?: boolean;
  onOpen: () => void;
  action?: ReactNode;
}

export function Line({ id, title, icon, who, state, lit, done, onOpen, action }: Props) {
  return (
    <li className={styles.line} data-lit={lit || undefined} data-done={done || undefined} data-line={id}>
      <button type="button" className={styles.main} onClick={onOpen} aria-pressed={lit}>
        <span className={styles.title}>
          {icon}
          <span>{title}</span>
        </span>
        <span className={styles.who}>{who}</span>
        <span className={styles.state}>{state}</span>
      </button>
      {action ? <span className={styles.action}>{action}</span> : null}
    </li>
  );
}

/** One month of a diary at a time; a month without anything says so, and a day without an entry says nothing. */
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { words } from "../../i18n";
import { knownDate } from "../../lib/dates";
import { IconButton } from "../../ui/icon-button";
import { laterMonth } from "./entry";
import styles from "./month.module.css";

const text = words.diary;

interface Props {
  /** As 2026-11. */
  month: string;
  /** The present one, after which there is none. */
  present: string;
  onMonth: (month: string) => void;
  children: ReactNode;
}

export function Month({ month, present, onMonth, children }: Props) {
  return (
    <section className={styles.month} aria-label={text.month}>
      <header className={styles.head}>
        <IconButton label={text.before} size={44} onClick={() => onMonth(laterMonth(month, -1))}>
          <IconChevronLeft size={20} />
        </IconButton>
        <h2 aria-live="polite">{knownDate(month)}</h2>
        <IconButton
          label={text.after}
          size={44}
          disabled={month >= present}
          onClick={() => onMonth(laterMonth(month, 1))}
        >
          <IconChevronRight size={20} />
        </IconButton>
      </header>
      {children}
    </section>
  );
}

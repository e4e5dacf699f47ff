/** A saved question with its number and the last thirty days of it; opened, the rows behind the number. */
import type { ReactNode } from "react";
import { words } from "../../i18n";
import { Sparkline } from "../../ui/sparkline";
import { Bone } from "../../ui/states";
import styles from "./question-card.module.css";

const text = words.oversight;

interface Props {
  question: string;
  /** Null while it is still being counted. */
  number: string | null;
  note: ReactNode;
  /** How it went day by day, the oldest first. */
  days?: readonly number[] | undefined;
  /** Makes the card a link or a button around what it is given. */
  wrap: (className: string, children: ReactNode) => ReactNode;
}

export function QuestionCard({ question, number, note, days, wrap }: Props) {
  return wrap(
    styles.card ?? "",
    <>
      <span className={styles.question}>{question}</span>
      <span className={styles.figures}>
        {number === null ? <Bone width={90} height={24} /> : <span className={styles.number}>{number}</span>}
        <span className={styles.note}>{note}</span>
      </span>
      {days?.some((count) => count > 0) ? (
        <span className={styles.spark}>
          <Sparkline
            values={days}
            sentence={text.spark(question, days.at(-1) ?? 0)}
            width={236}
            height={36}
          />
        </span>
      ) : null}
    </>,
  );
}

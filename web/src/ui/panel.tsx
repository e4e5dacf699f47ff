/** A card of a patient's page: a heading, what it says, and rows that lead on. */
import { type ReactNode, useId } from "react";
import styles from "./panel.module.css";

export function Panel({ title, children, aside }: { title: string; children: ReactNode; aside?: ReactNode }) {
  const id = useId();
  return (
    <section className={styles.panel} aria-labelledby={id}>
      <header className={styles.head}>
        <h2 id={id}>{title}</h2>
        {aside}
      </header>
      {children}
    </section>
  );
}

/** What a card says, with room around it. */
export function PanelText({ children }: { children: ReactNode }) {
  return <div className={styles.text}>{children}</div>;
}

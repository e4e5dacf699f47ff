/** The column of a patient's page, with a heading and perhaps the way back. */
import { IconChevronLeft } from "@tabler/icons-react";
import type { ReactNode } from "react";
import styles from "./page.module.css";

interface Props {
  title: string;
  note?: ReactNode;
  /** A link back, as the page before is called. */
  back?: ReactNode;
  children: ReactNode;
}

export function PatientPage({ title, note, back, children }: Props) {
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        {back}
        <h1>{title}</h1>
        {note ? <p className={styles.note}>{note}</p> : null}
      </header>
      {children}
    </div>
  );
}

/** What a link back says. */
export function BackWords({ children }: { children: ReactNode }) {
  return (
    <>
      <IconChevronLeft size={20} aria-hidden="true" />
      {children}
    </>
  );
}

export const backClass = styles.back;

/** The frame of a page in the work column: a heading, what stands beside it, and one card or several below. */
import { type ReactNode, useLayoutEffect, useRef } from "react";
import styles from "./page.module.css";

/** One column of 880 px at most; `wide` for tables. */
export function Page({ children, wide }: { children: ReactNode; wide?: boolean }) {
  const top = useRef<HTMLDivElement>(null);
  // Another page begins at its top, however far the one before was scrolled.
  useLayoutEffect(() => {
    top.current?.closest("main")?.scrollTo(0, 0);
  }, []);
  return (
    <div ref={top} className={styles.page} data-wide={wide || undefined}>
      {children}
    </div>
  );
}

export function PageHeader({
  title,
  note,
  children,
}: {
  title: string;
  note?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <header className={styles.header}>
      <h1 className={styles.title}>{title}</h1>
      {note ? <p className={styles.note}>{note}</p> : null}
      {children ? <div className={styles.actions}>{children}</div> : null}
    </header>
  );
}

/** White ground with a line around it. Lists lie in it edge to edge; `padded` for text and forms. */
export function Card({ children, padded, label }: { children: ReactNode; padded?: boolean; label?: string }) {
  return (
    <section className={styles.card} data-padded={padded || undefined} aria-label={label}>
      {children}
    </section>
  );
}

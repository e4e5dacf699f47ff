/** A card about one thing that is counted: what it means, its numbers, and what stands below them. */
import type { ReactNode } from "react";
import styles from "./figure-card.module.css";

interface Props {
  title: string;
  about: string;
  children: ReactNode;
}

export function FigureCard({ title, about, children }: Props) {
  return (
    <figure className={styles.figure}>
      <figcaption className={styles.head}>
        <h2>{title}</h2>
        <p>{about}</p>
      </figcaption>
      {children}
    </figure>
  );
}

/** One of its numbers (in a list of definitions). */
export function Num({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

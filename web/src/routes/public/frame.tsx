/** The frame of pages before sign-in: clinic, one card, and help in a crisis below it. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { clinicQuery } from "../../features/identity/queries";
import { words } from "../../i18n";
import { Mark } from "../../ui/brand";
import { CrisisLines } from "../../ui/crisis-lines";
import { Bone } from "../../ui/states";
import { SyntheticBanner } from "../../ui/synthetic-banner";
import styles from "./frame.module.css";

export function PublicFrame({ children, aside }: { children: ReactNode; aside?: ReactNode }) {
  const clinic = useQuery(clinicQuery).data;
  return (
    <div className={styles.frame}>
      {clinic?.synthetic ? <SyntheticBanner /> : null}
      <main className={styles.column}>
        <header className={styles.clinic}>
          <Mark size={36} />
          <p className={styles.name}>{clinic ? clinic.name : <Bone width={160} height={22} />}</p>
        </header>
        <section className={styles.card}>{children}</section>
        <section className={styles.below} aria-labelledby="crisis-title">
          <h2 id="crisis-title" className={styles.belowTitle}>
            {words.identity.crisisTitle}
          </h2>
          <CrisisLines {...(clinic ? { crisis: clinic.crisis } : {})} />
        </section>
        {aside ? <div className={styles.below}>{aside}</div> : null}
      </main>
    </div>
  );
}

/** The frames of pages outside the shells: the clinic and help at the top; before sign-in one card, and whom to call below it. */
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useContext } from "react";
import { clinicQuery } from "../../features/identity/queries";
import { HereInHelp } from "../../features/safetyplan/in-help";
import { words } from "../../i18n";
import { ClinicHeader } from "../../ui/clinic-header";
import { CrisisLines } from "../../ui/crisis-lines";
import { HelpProvider } from "../../ui/help-now";
import { SyntheticBanner } from "../../ui/synthetic-banner";
import { VersionLine } from "../../ui/version-line";
import { InShell } from "../in-shell";
import styles from "./frame.module.css";

/** The clinic and help at the top, whatever is below; in a shell they stand there already. */
export function HelpFrame({ children }: { children: ReactNode }) {
  return useContext(InShell) ? children : <Frame>{children}</Frame>;
}

function Frame({ children }: { children: ReactNode }) {
  const clinic = useQuery(clinicQuery).data;
  return (
    <HelpProvider crisis={clinic?.crisis} plan={<HereInHelp />}>
      <div className={styles.frame}>
        {clinic?.synthetic ? <SyntheticBanner /> : null}
        <ClinicHeader name={clinic?.name} />
        <VersionLine />
        {children}
      </div>
    </HelpProvider>
  );
}

export function PublicFrame({ children, aside }: { children: ReactNode; aside?: ReactNode }) {
  const clinic = useQuery(clinicQuery).data;
  return (
    <HelpFrame>
      <main className={styles.column}>
        <section className={styles.card}>{children}</section>
        <section className={styles.below} aria-labelledby="crisis-title">
          <h2 id="crisis-title" className={styles.belowTitle}>
            {words.identity.crisisTitle}
          </h2>
          <CrisisLines crisis={clinic?.crisis} />
        </section>
        {aside ? <div className={styles.below}>{aside}</div> : null}
      </main>
    </HelpFrame>
  );
}

/** Where the patient is: five steps as a bar, the present one in words. */
import type { Phase } from "../../client/types";
import { words } from "../../i18n";
import styles from "./own-phase.module.css";
import { PHASES } from "./phases";

const text = words.patient;

export function OwnPhase({ present }: { present: Phase }) {
  const here = PHASES.indexOf(present);
  const next = PHASES[here + 1];
  return (
    <div className={styles.phase}>
      <p>
        <strong>{text.phase[present]}</strong>{" "}
        <span className={styles.quiet}>{text.phaseOf(here + 1, PHASES.length)}</span>
      </p>
      <div className={styles.bar} aria-hidden="true">
        {PHASES.map((phase, index) => (
          <span key={phase} data-state={index < here ? "past" : index === here ? "present" : "future"} />
        ))}
      </div>
      {next ? <p className={styles.quiet}>{text.phaseNext(text.phase[next])}</p> : null}
    </div>
  );
}

/** Whom to call right now, in the same moment as the answer that asks for it. */
import { words } from "../../i18n";
import { CrisisLines } from "../../ui/crisis-lines";
import { useCrisis } from "../../ui/help-now";
import styles from "./help-card.module.css";
import type { Help } from "./words";

const text = words.measures.checkIn;
const own = words.ownReading;

export function HelpCard({ help }: { help: Help }) {
  const crisis = useCrisis();
  const body = help === "emergency";
  return (
    <section className={styles.card} aria-labelledby="help-card" role="alert">
      <h2 id="help-card">{body ? own.helpTitle : text.crisisTitle}</h2>
      <p>{body ? own.helpBody(crisis.emergency) : text.crisisBody}</p>
      <CrisisLines crisis={crisis} body={body} />
      <p className={styles.note}>{body ? own.helpTeam : text.crisisTeam}</p>
    </section>
  );
}

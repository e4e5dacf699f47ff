/** A safety plan on its sheet: what is printed, and nothing else beside it; when it changed and when it is read again. */
import type { SafetyPlanContent, SafetyPlanVersion } from "../../client/types";
import { words } from "../../i18n";
import { ago, dateOf, dayName } from "../../lib/dates";
import { shortName } from "../../lib/names";
import { useNow } from "../../lib/now";
import { useMyId } from "../../live/session";
import panel from "../../ui/panel.module.css";
import styles from "./sheet.module.css";
import { SafetyPlanSteps } from "./steps";

const text = words.safetyplan;

export function SafetyPlanSheet({ content }: { content: SafetyPlanContent }) {
  return (
    <section className={styles.sheet} aria-label={text.title}>
      <p className={styles.printed}>{text.mine}</p>
      <SafetyPlanSteps content={content} />
    </section>
  );
}

export function WhenChanged({ version }: { version: SafetyPlanVersion }) {
  const me = useMyId();
  const now = useNow();
  const { written_by: author, written_at, review_on } = version;
  const who = author.id === me ? text.you : shortName(author.name);
  return (
    <p className={panel.note}>
      {text.changed(ago(new Date(written_at), now), who)}{" "}
      {review_on ? text.review(dayName(dateOf(review_on), now)) : null}
    </p>
  );
}

/** What the trail says of an alert and of what it is about, the newest first. */
import type { TrailEntry } from "../../client/types";
import { alertWords } from "../../i18n/alerts";
import { exact } from "../../lib/dates";
import { Avatar } from "../../ui/person";
import styles from "./alert.module.css";
import { entryKey } from "./trail-list";
import { actWords } from "./words";

export function AlertTrail({ entries }: { entries: readonly TrailEntry[] }) {
  return (
    <section className={styles.section}>
      <h2>{alertWords.trail}</h2>
      <p className={styles.muted}>{alertWords.trailNote}</p>
      <ol className={styles.trail}>
        {entries.map((entry) => (
          <li key={entryKey(entry)}>
            <Avatar person={entry.actor} />
            <span className={styles.entry}>
              <span>
                <strong>{entry.actor.name}</strong> {actWords(entry)}
              </span>
              <span className={styles.muted}>{exact(new Date(entry.at))}</span>
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Versions of a plan as plain lines: why, by whom, when. */
import type { PlanVersion } from "../../client/types";
import { words } from "../../i18n";
import { roleWord } from "../../ui/person";
import { TimeAgo } from "../../ui/time";
import styles from "./version-lines.module.css";

export function VersionLines({ versions }: { versions: readonly PlanVersion[] }) {
  return (
    <ol className={styles.versions}>
      {versions.map(({ id, author, reason, at }) => (
        <li key={id}>
          <p>{reason}</p>
          <p className={styles.by}>
            {words.patient.by(author.name, roleWord(author.role))}, <TimeAgo at={at} />
          </p>
        </li>
      ))}
    </ol>
  );
}

/** What was answered at once to a message written out of hours: when the team is back, as it was said then. */
import { IconMoon } from "@tabler/icons-react";
import { words } from "../../i18n";
import { dayAndClock } from "../../lib/dates";
import styles from "./told-line.module.css";

export function ToldLine({ opens }: { opens: string }) {
  return (
    <li className={styles.told}>
      <IconMoon size={18} aria-hidden="true" />
      <p>
        <strong>{words.messaging.automatic}</strong> {words.messaging.backAt(dayAndClock(new Date(opens)))}
      </p>
    </li>
  );
}

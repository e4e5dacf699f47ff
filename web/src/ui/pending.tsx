/** What stands on the page before it is known who is there. */
import { words } from "../i18n";
import { Mark } from "./brand";
import styles from "./pending.module.css";

export function SignedPending() {
  return (
    <div className={styles.pending} role="status">
      <Mark size={40} />
      <span className="ct-hidden">{words.common.loading}</span>
    </div>
  );
}

/** What stands on the page before it is known who is there; help too, when that takes long. */
import { words } from "../i18n";
import { Mark } from "./brand";
import { ClinicHeader } from "./clinic-header";
import { HelpProvider } from "./help-now";
import styles from "./pending.module.css";

export function SignedPending() {
  return (
    <HelpProvider crisis={undefined}>
      <div className={styles.slow}>
        <ClinicHeader name={undefined} />
      </div>
      <div className={styles.pending} role="status">
        <Mark size={40} />
        <span className="ct-hidden">{words.common.loading}</span>
      </div>
    </HelpProvider>
  );
}

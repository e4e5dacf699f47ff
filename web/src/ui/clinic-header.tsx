/** The header of every page of a patient and before sign-in: whose clinic this is, and help. */
import { words } from "../i18n";
import { Mark } from "./brand";
import styles from "./clinic-header.module.css";
import { HelpPill } from "./help-now";

export function ClinicHeader({ name }: { name: string | undefined }) {
  return (
    <header className={styles.header}>
      <div className={styles.inner}>
        <Mark size={28} />
        <p className={styles.name}>{name ?? words.common.product}</p>
        <HelpPill />
      </div>
    </header>
  );
}

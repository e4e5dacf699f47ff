/** How far one is, drawn; the words beside it say the same. */
import styles from "./progress.module.css";

export function Progress({ at, of }: { at: number; of: number }) {
  return <progress className={styles.progress} max={of} value={at} aria-hidden="true" />;
}

/** The product's mark: a tick on the accent. */
import styles from "./brand.module.css";

export function Mark({ size = 24 }: { size?: number }) {
  return (
    <svg className={styles.mark} width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" />
      <path d="M9 16.5l5 5 9.5-11" />
    </svg>
  );
}

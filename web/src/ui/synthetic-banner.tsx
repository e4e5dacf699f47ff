/** Says on every page that nobody in this clinic is real. */
import { words } from "../i18n";
import styles from "./synthetic-banner.module.css";

export function SyntheticBanner() {
  return <p className={styles.banner}>{words.shell.synthetic}</p>;
}

/** Twelve words, each with its place. */
import { keyWords } from "../../i18n/keys";
import styles from "./keys.module.css";
import { placed } from "./placed";

export function WordList({ safety }: { safety: readonly string[] }) {
  return (
    <ol className={styles.words} aria-label={keyWords.words}>
      {placed(safety).map(({ place, item }) => (
        <li key={place}>{item}</li>
      ))}
    </ol>
  );
}

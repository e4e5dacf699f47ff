/** Says plainly what can be done when nothing is left that opens one's keys. */
import { Button } from "@mantine/core";
import { words } from "../../i18n";
import { keyWords } from "../../i18n/keys";
import styles from "./keys.module.css";

const text = keyWords;

export function LostAll({ onBack }: { onBack: () => void }) {
  return (
    <div className={styles.steps}>
      <h1>{text.lostTitle}</h1>
      {text.lostBody.map((paragraph) => (
        <p key={paragraph}>{paragraph}</p>
      ))}
      <Button onClick={onBack}>{words.common.back}</Button>
    </div>
  );
}

/** The old keys were closed after an identity check; new ones follow the name that was given to the officers then. */
export function Closed() {
  return (
    <div className={styles.steps}>
      <h1>{text.closedTitle}</h1>
      <p>{text.closedBody}</p>
    </div>
  );
}

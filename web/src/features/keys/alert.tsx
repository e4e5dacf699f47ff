/** A promise was broken: what it was, that nothing was used, and who answers for it. */
import { Button } from "@mantine/core";
import { words } from "../../i18n";
import { keyWords } from "../../i18n/keys";
import type { Alarm } from "../../keyring/alarm";
import { readKeyring } from "../../keyring/keyring";
import styles from "./keys.module.css";

const text = keyWords;

export function KeyAlert({ alarm, told }: { alarm: Alarm; told: boolean }) {
  return (
    <div className={styles.steps}>
      <h1>{text.alertTitle}</h1>
      <div className={styles.alert} role="alert">
        {text.alertWhat[alarm.broken]}
      </div>
      <p>{text.alertDo}</p>
      <p role="status">{told ? words.keys.officerTold : words.keys.officerUntold}</p>
      <p className={styles.hint}>
        {text.code}: {alarm.broken}
        {alarm.cause instanceof Error ? `, ${alarm.cause.message}` : ""}
      </p>
      <Button onClick={() => void readKeyring()}>{text.alertAgain}</Button>
    </div>
  );
}

/** What cannot wait, all of it: the banner above has the first alone, and who oversees has no Today. */
import { Button } from "@mantine/core";
import { mayAcknowledge, pressing } from "../../features/coverage/alarm-acts";
import { before, whatOf, whyOf } from "../../features/coverage/alarm-words";
import { words } from "../../i18n";
import { useNow } from "../../lib/now";
import { useMyId } from "../../live/session";
import card from "../../ui/card-rows.module.css";
import { Chip } from "../../ui/chip";
import { useAlarms } from "../staff/alarms";
import styles from "./open-alarms.module.css";

const text = words.alarms;

export function OpenAlarms() {
  const { open, acts, show } = useAlarms();
  const me = useMyId();
  const now = useNow();
  const rows = pressing(open, me);
  if (rows.length < 2) return null;
  return (
    <section className={`${card.section} ${styles.alarms}`} aria-label={text.all(rows.length)}>
      <header className={card.head}>
        <h2>{text.all(rows.length)}</h2>
      </header>
      <ul className={styles.list}>
        {rows.map((alarm) => {
          const waits = mayAcknowledge(alarm);
          return (
            <li key={alarm.id} className={card.row}>
              <div className={card.what}>
                <p className={styles.whom}>
                  <Chip tone={waits ? "danger" : "warn"}>{text.levels[alarm.level]}</Chip>
                  <span>
                    <strong>{alarm.patient?.name}</strong>, {whatOf(alarm)}
                  </span>
                </p>
                <p className={styles.why}>
                  {[whyOf(alarm, me, now), before(alarm, me)].filter(Boolean).join(" ")}
                </p>
              </div>
              <div className={styles.acts}>
                <Button onClick={() => (waits ? acts.acknowledge(alarm) : acts.record(alarm))}>
                  {waits ? text.acknowledge : text.record}
                </Button>
                <Button onClick={() => show(alarm)}>{text.open}</Button>
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** Across every page, as long as something waits that cannot: what, of whom, until when, and the one thing to do. */
import { Button } from "@mantine/core";
import { IconAlertTriangle, IconBell, IconBellOff, IconHourglass } from "@tabler/icons-react";
import type { AlarmDetail } from "../../client/types";
import { words } from "../../i18n";
import { useNow } from "../../lib/now";
import { IconButton } from "../../ui/icon-button";
import styles from "./alarm.module.css";
import { mayAcknowledge } from "./alarm-acts";
import { before, whatOf, whyOf } from "./alarm-words";
import type { AlarmActs } from "./use-alarms";
import type { Chime } from "./use-chime";

const text = words.alarms;

interface Props {
  alarm: AlarmDetail;
  /** How many more there are. */
  others: number;
  me: string;
  acts: AlarmActs;
  sound: Chime;
  onOpen: (alarm: AlarmDetail) => void;
  /** To where all of them stand. */
  onAll: () => void;
}

export function AlarmBanner({ alarm, others, me, acts, sound, onOpen, onAll }: Props) {
  const waits = mayAcknowledge(alarm);
  const { level, patient, phone } = alarm;
  const why = [whyOf(alarm, me, useNow()), before(alarm, me)].filter(Boolean).join(" ");
  return (
    <section className={styles.banner} data-taken={!waits || undefined} aria-label={text.label}>
      <span className={styles.icon} aria-hidden="true">
        {waits ? <IconAlertTriangle size={22} /> : <IconHourglass size={22} />}
      </span>
      <div className={styles.words}>
        <p role={waits ? "alert" : undefined}>
          <span className={styles.level}>{text.levels[level]}.</span>{" "}
          <span className={styles.patient}>{patient?.name}</span>, {whatOf(alarm)}
        </p>
        <p className={styles.why}>
          {why}
          {phone ? (
            <>
              {" "}
              <a className={styles.whole} href={`tel:${phone.replace(/[^\d+]/g, "")}`}>
                {text.call(phone)}
              </a>
              .
            </>
          ) : null}
          {others > 0 ? (
            <>
              {" "}
              <button type="button" className={styles.all} onClick={onAll}>
                {text.more(others)}
              </button>
              .
            </>
          ) : null}
        </p>
      </div>
      <div className={styles.acts}>
        {waits ? (
          <Button variant="filled" color="danger" loading={acts.busy} onClick={() => acts.acknowledge(alarm)}>
            {text.acknowledge}
          </Button>
        ) : (
          <Button variant="filled" loading={acts.busy} onClick={() => acts.record(alarm)}>
            {text.record}
          </Button>
        )}
        <Button onClick={() => onOpen(alarm)}>{text.open}</Button>
        {waits ? (
          <IconButton label={sound.muted ? text.unmute : text.mute} onClick={() => sound.mute(!sound.muted)}>
            {sound.muted ? <IconBellOff size={20} stroke={1.7} /> : <IconBell size={20} stroke={1.7} />}
          </IconButton>
        ) : null}
      </div>
    </section>
  );
}

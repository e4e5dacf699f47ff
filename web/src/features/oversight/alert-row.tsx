/** An integrity alert in a list: what was found, where, by whom, since when, and how far one is with it. */
import { IconChevronRight, IconShieldExclamation } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { AlertLine } from "../../client/types";
import { alertWords } from "../../i18n/alerts";
import { TimeAgo } from "../../ui/time";
import styles from "./alert-row.module.css";
import { AlertState } from "./alert-state";

const text = alertWords;

/** "In a conversation about Mei Tanaka". */
export function placeWords({ patient_name, about, conversation_id }: AlertLine): string {
  if (patient_name) return text.inTalk(patient_name);
  return about && !conversation_id ? text.inKeysOf(about.name) : text.inOwnKeys;
}

export function AlertRow({ one }: { one: AlertLine }) {
  return (
    <Link
      to="/oversight/alerts/$alertId"
      params={{ alertId: one.id }}
      className={styles.row}
      data-row={one.id}
      data-state={one.state}
    >
      <IconShieldExclamation className={styles.icon} size={22} stroke={1.7} aria-hidden="true" />
      <span className={styles.what}>
        <span className={styles.title}>{text.what[one.what].title}</span>
        <span className={styles.where}>
          {placeWords(one)}, {text.foundBy(one.who.name)}
        </span>
      </span>
      <span className={styles.state}>
        <AlertState one={one} />
        <span className={styles.time}>
          <TimeAgo at={one.closed_at ?? one.told_at} />
        </span>
      </span>
      <IconChevronRight className={styles.chevron} size={18} aria-hidden="true" />
    </Link>
  );
}

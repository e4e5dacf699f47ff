/** A patient who waits for an answer: since when, and the way to their plan's trail. */
import { IconChevronRight } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { WaitingPatient } from "../../client/types";
import { words } from "../../i18n";
import { clock, exact, shortDate, span } from "../../lib/dates";
import { useNow } from "../../lib/now";
import { Avatar } from "../../ui/person";
import styles from "./waiting-row.module.css";

const text = words.oversight;

export function WaitingRow({ one }: { one: WaitingPatient }) {
  const now = useNow();
  const since = new Date(one.since);
  return (
    <Link
      to="/oversight/plans/$planId"
      params={{ planId: one.plan.id }}
      search={{ kind: "messages" }}
      className={styles.row}
      data-row={one.conversation_id}
    >
      <Avatar person={{ id: one.plan.id, name: one.plan.patient_name, role: "patient" }} size={36} />
      <span className={styles.who}>
        <span className={styles.name}>{one.plan.patient_name}</span>
        <span className={styles.since} title={exact(since)}>
          {text.waitingSince} {shortDate(since, now)}, {clock(since)}
        </span>
      </span>
      <span className={styles.time}>{text.waitsFor(span(now.getTime() - since.getTime()))}</span>
      <IconChevronRight className={styles.chevron} size={18} aria-hidden="true" />
    </Link>
  );
}

/** One of those behind a number: whose it is, since when, who ended it, and the way to the plan's trail. */
import { IconChevronRight } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { TimedRow } from "../../client/types";
import { words } from "../../i18n";
import { exact, span } from "../../lib/dates";
import { useNow } from "../../lib/now";
import { Avatar } from "../../ui/person";
import type { Kind } from "./kinds";
import styles from "./waiting-row.module.css";

const text = words.oversight.times;

export function TimedLine({ one, kind }: { one: TimedRow; kind: Kind }) {
  const now = useNow();
  const since = new Date(one.since);
  const took = (one.until ? new Date(one.until) : now).getTime() - since.getTime();
  return (
    <Link
      to="/oversight/plans/$planId"
      params={{ planId: one.plan.id }}
      search={{ kind }}
      className={styles.row}
      data-row={`${one.subject_id} ${one.since}`}
    >
      <Avatar person={{ id: one.plan.id, name: one.plan.patient_name, role: "patient" }} size={36} />
      <span className={styles.who}>
        <span className={styles.name}>{one.plan.patient_name}</span>
        <span className={styles.since}>
          {text.began(exact(since))}
          {one.by ? `, ${text.by_(one.by.name)}` : null}
        </span>
      </span>
      <span className={styles.time} data-ended={one.until !== null || undefined}>
        {one.until ? span(took) : text.lasts(span(took))}
      </span>
      <IconChevronRight className={styles.chevron} size={18} aria-hidden="true" />
    </Link>
  );
}

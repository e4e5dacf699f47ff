/** A plan in the list of those who oversee: whose it is, and how much happened on it lately. */
import { IconChevronRight } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { PlanActivity } from "../../client/types";
import { words } from "../../i18n";
import { Chip } from "../../ui/chip";
import { Avatar } from "../../ui/person";
import { TimeAgo } from "../../ui/time";
import styles from "./plan-row.module.css";

const text = words.oversight;
const number = new Intl.NumberFormat();

export function PlanRow({ one }: { one: PlanActivity }) {
  const { plan } = one;
  return (
    <Link
      to="/oversight/plans/$planId"
      params={{ planId: plan.id }}
      className={styles.row}
      data-row={plan.id}
    >
      <Avatar person={{ id: plan.id, name: plan.patient_name, role: "patient" }} size={36} />
      <span className={styles.who}>
        <span className={styles.name}>{plan.patient_name}</span>
        <span className={styles.note}>{words.plans.teamOf(one.team_size)}</span>
      </span>
      <span className={styles.outside}>
        {one.outside > 0 ? <Chip tone="warn">{text.fromOutside(one.outside)}</Chip> : null}
      </span>
      <span className={styles.counts}>
        {one.acts + one.looks === 0
          ? text.quiet
          : `${text.acts(number.format(one.acts))}, ${text.looks(number.format(one.looks))}`}
      </span>
      <span className={styles.last}>{one.last_at ? <TimeAgo at={one.last_at} /> : null}</span>
      <IconChevronRight className={styles.chevron} size={18} aria-hidden="true" />
    </Link>
  );
}

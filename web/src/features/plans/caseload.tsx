/** The caseload: one row per patient, with what waits and when something is due. */
import { IconChevronRight } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { PlanSummary } from "../../client/types";
import { words } from "../../i18n";
import { dayName } from "../../lib/dates";
import { Chip } from "../../ui/chip";
import { Avatar } from "../../ui/person";
import { Due, TimeAgo } from "../../ui/time";
import styles from "./caseload.module.css";
import { StatusChip } from "./status-chip";

const text = words.plans;

export function CaseloadRow({ plan }: { plan: PlanSummary }) {
  const { patient } = plan;
  const about = [patient.pronouns, patient.age].filter(Boolean).join(", ");
  return (
    <Link to="/plans/$planId" params={{ planId: plan.id }} className={styles.row} data-row={plan.id}>
      <Avatar person={{ id: patient.person_id, name: patient.name, role: "patient" }} size={36} />
      <span className={styles.who}>
        <span className={styles.name}>
          {patient.name} <span className={styles.about}>{about}</span>
        </span>
        <span className={styles.title}>
          {plan.title}
          {plan.lead ? `, ${text.lead}` : ""}
        </span>
      </span>
      <span className={styles.phase}>
        {plan.phase ? <Chip tone="accent">{text.phase[plan.phase]}</Chip> : null}
        <StatusChip status={plan.status} />
      </span>
      <span className={styles.work}>
        <span className={styles.unread}>{plan.unread ? text.waits(plan.unread) : null}</span>
        <span className={styles.tasks}>
          {plan.open_tasks === null
            ? text.teamOf(plan.team_size)
            : plan.open_tasks > 0
              ? text.openTasks(plan.open_tasks)
              : text.noTasks}
          {plan.next_due_at ? (
            <>
              {" · "}
              <Due
                at={plan.next_due_at}
                open
                words={(date, late, now) => (late ? text.overdue(late) : dayName(date, now))}
              />
            </>
          ) : null}
        </span>
      </span>
      <span className={styles.activity}>
        {plan.last_activity_at ? <TimeAgo at={plan.last_activity_at} /> : null}
      </span>
      <IconChevronRight className={styles.chevron} size={18} aria-hidden="true" />
    </Link>
  );
}

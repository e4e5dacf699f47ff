/** A care team in the list: for whom, who is on it and leads, and what is missing. */
import { IconChevronRight } from "@tabler/icons-react";
import type { TeamLine } from "../../client/types";
import { words } from "../../i18n";
import { Chip } from "../../ui/chip";
import { Avatar, PersonWord } from "../../ui/person";
import { Gaps } from "./gaps";
import styles from "./team-row.module.css";

const text = words.teams;

export function TeamRow({ line, present, onOpen }: { line: TeamLine; present: boolean; onOpen: () => void }) {
  const staff = line.team.filter((one) => one.kind === "member");
  const lead = staff.find((one) => one.lead);
  const rest = staff.filter((one) => one !== lead);
  const state = text.patientStates[line.patient_state];
  return (
    <button
      type="button"
      className={styles.row}
      data-row={line.plan_id}
      data-present={present || undefined}
      onClick={onOpen}
    >
      <Avatar person={line.patient} size={36} />
      <span className={styles.patient}>
        <span className={styles.name}>{line.patient.name}</span>
        {state ? <span className={styles.note}>{state}</span> : null}
      </span>
      <span className={styles.team}>
        {lead ? (
          <span className={styles.lead}>
            <PersonWord person={lead.person} /> <span className={styles.note}>{text.leads}</span>
          </span>
        ) : null}
        {rest.length > 0 ? (
          <span className={styles.rest}>
            {rest.map(({ relation_id, person }) => (
              <PersonWord key={relation_id} person={person} />
            ))}
          </span>
        ) : null}
        {staff.length === 0 ? <span className={styles.note}>{text.nobody}</span> : null}
      </span>
      <span className={styles.gaps}>
        <Gaps gaps={line.gaps} />
        {line.patient_state === "ended" ? <Chip>{state}</Chip> : null}
      </span>
      <IconChevronRight className={styles.chevron} size={18} aria-hidden="true" />
    </button>
  );
}

/** The care team as initials side by side; pressed, who they are and since when. */
import { Popover } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { Contact, PersonRef, PlanDetail } from "../../client/types";
import { words } from "../../i18n";
import { knownDate, shortDate } from "../../lib/dates";
import { Avatar, PersonLine } from "../../ui/person";
import { memberNote } from "./member-note";
import styles from "./team-popover.module.css";

const text = words.plans;
const SHOWN = 4;

interface Props {
  plan: PlanDetail;
  compact?: boolean;
  /** What else can be done about somebody, beside their name. */
  aside?: (person: PersonRef, close: () => void) => ReactNode;
  /** What is said of somebody who is not here now. */
  absent?: (personId: string) => string | null;
  /** Stands below the team. */
  children?: ReactNode;
}

export function TeamPopover({ plan, compact, aside, absent, children }: Props) {
  const [opened, setOpened] = useState(false);
  const close = () => setOpened(false);
  const staff = plan.team.filter(({ person }) => person.role !== "patient");
  const { patient } = plan;
  const treated: PersonRef = { id: patient.person_id, name: patient.name, role: "patient" };
  return (
    <Popover position="bottom-end" width={360} opened={opened} onChange={setOpened}>
      <Popover.Target>
        <button type="button" className={styles.target} onClick={() => setOpened(!opened)}>
          {compact ? null : (
            <span className={styles.faces} aria-hidden="true">
              {staff.slice(0, SHOWN).map(({ relation_id, person }) => (
                <Avatar key={relation_id} person={person} />
              ))}
            </span>
          )}
          <span>{text.teamOf(staff.length)}</span>
        </button>
      </Popover.Target>
      <Popover.Dropdown className={styles.dropdown}>
        <h3 className={styles.title}>{text.team}</h3>
        <ul className={styles.people}>
          {staff.map((member) => (
            <li key={member.relation_id}>
              <PersonLine
                person={member.person}
                note={memberNote(member, absent?.(member.person.id) ?? null)}
              />
              {aside?.(member.person, close)}
            </li>
          ))}
        </ul>
        {children}
        <h3 className={styles.title}>{text.contact}</h3>
        <div className={styles.one}>
          <PersonLine person={treated} />
          {aside?.(treated, close)}
        </div>
        <dl className={styles.facts}>
          {patient.birth_date ? <Fact>{text.born(knownDate(patient.birth_date))}</Fact> : null}
          {patient.phone ? (
            <Fact>
              {text.phone} <a href={`tel:${patient.phone}`}>{patient.phone}</a>
            </Fact>
          ) : null}
          {patient.identifier ? (
            <Fact>
              {text.identifier} {patient.identifier}
            </Fact>
          ) : null}
        </dl>
        {plan.contacts.length > 0 ? (
          <>
            <h3 className={styles.title}>{text.around}</h3>
            <ul className={styles.around}>
              {plan.contacts.map((contact) => (
                <ContactLine key={contact.id} contact={contact} />
              ))}
            </ul>
          </>
        ) : null}
      </Popover.Dropdown>
    </Popover>
  );
}

/** Somebody who is named and has no rights here: what they are to the patient, and how to reach them. */
function ContactLine({ contact }: { contact: Contact }) {
  const notes = [contact.role, contact.until ? text.until(shortDate(new Date(contact.until))) : null];
  return (
    <li>
      <strong>{contact.name}</strong>
      <span>{notes.filter(Boolean).join(", ")}</span>
      {contact.phone ? <a href={`tel:${contact.phone}`}>{contact.phone}</a> : null}
      {contact.email ? <a href={`mailto:${contact.email}`}>{contact.email}</a> : null}
    </li>
  );
}

function Fact({ children }: { children: React.ReactNode }) {
  return <dd>{children}</dd>;
}

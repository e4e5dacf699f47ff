/** The care team as the patient's page shows it: who, in which role, who leads. */
import type { ReactNode } from "react";
import type { PersonRef, PlanDetail, TeamMember } from "../../client/types";
import { words } from "../../i18n";
import { shortDate } from "../../lib/dates";
import panel from "../../ui/panel.module.css";
import { PersonLine } from "../../ui/person";
import { memberNote } from "./member-note";

const text = words.patient;

interface Props {
  plan: PlanDetail;
  /** What can be done about somebody, beside their name. */
  aside: (person: PersonRef) => ReactNode;
  /** What is said of somebody who is not here now. */
  absent: (personId: string) => string | null;
}

export function OwnTeam({ plan, aside, absent }: Props) {
  return (
    <ul>
      {plan.team
        .filter(({ kind }) => kind !== "self" && kind !== "proxy")
        .map((member) => (
          <li key={member.relation_id} className={panel.fact}>
            <PersonLine person={member.person} note={note(member, absent(member.person.id))} />
            {aside(member.person)}
          </li>
        ))}
    </ul>
  );
}

/** Who stands in says for whom and until when; who leads or is away says that; all others since when they are there. */
function note(member: TeamMember, away: string | null): string {
  if (member.kind !== "member" || away) return memberNote({ ...member, lead: false }, away);
  return member.lead ? text.leads : text.since(shortDate(new Date(member.since)));
}

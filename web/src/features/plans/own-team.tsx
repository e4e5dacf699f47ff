/** The care team as the patient's page shows it: who, in which role, who leads. */
import type { ReactNode } from "react";
import type { PersonRef, PlanDetail } from "../../client/types";
import { words } from "../../i18n";
import { shortDate } from "../../lib/dates";
import panel from "../../ui/panel.module.css";
import { PersonLine } from "../../ui/person";

const text = words.patient;

interface Props {
  plan: PlanDetail;
  /** What can be done about somebody, beside their name. */
  aside: (person: PersonRef) => ReactNode;
}

export function OwnTeam({ plan, aside }: Props) {
  return (
    <ul>
      {plan.team
        .filter(({ kind }) => kind === "member")
        .map(({ relation_id, person, lead, since }) => (
          <li key={relation_id} className={panel.fact}>
            <PersonLine person={person} note={lead ? text.leads : text.since(shortDate(new Date(since)))} />
            {aside(person)}
          </li>
        ))}
    </ul>
  );
}

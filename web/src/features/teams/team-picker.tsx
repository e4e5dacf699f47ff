/** The team a patient starts with: for each role who has it, and who of them leads. */
import { Radio } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { words } from "../../i18n";
import { CARE_ROLES } from "../../lib/roles";
import { IconButton } from "../../ui/icon-button";
import { PersonLine } from "../../ui/person";
import forms from "./forms.module.css";
import { PersonPicker } from "./person-picker";
import { type CareRole, type Chosen, lacking, ledBy, withMember, withoutMember } from "./taking-in";
import styles from "./team-picker.module.css";

const text = words.teams.takeIn;

interface Props {
  team: readonly Chosen[];
  onChange: (team: readonly Chosen[]) => void;
}

export function TeamPicker({ team, onChange }: Props) {
  const gaps = team.length > 0 ? lacking(team) : [];
  return (
    <>
      {CARE_ROLES.map((role) => (
        <RolePart key={role} role={role} team={team} onChange={onChange} />
      ))}
      {gaps.length > 0 ? (
        <p className={forms.note} role="status">
          {text.lacks(words.common.andMore(gaps.map((gap) => words.teams.gaps[gap])))}
        </p>
      ) : null}
    </>
  );
}

function RolePart({ role, team, onChange }: Props & { role: CareRole }) {
  const chosen = team.filter((one) => one.role === role);
  return (
    <div className={styles.part}>
      <PersonPicker
        label={words.people.role[role]}
        role={role}
        value={null}
        without={new Set(chosen.map((one) => one.id))}
        onPick={(person) => person && onChange(withMember(team, { id: person.id, name: person.name, role }))}
      />
      {chosen.length > 0 ? (
        <ul>
          {chosen.map((member) => (
            <li key={member.id} className={styles.member}>
              <PersonLine person={member} />
              <Radio
                name="lead"
                label={text.lead}
                aria-label={text.leadOf(member.name)}
                checked={member.lead}
                onChange={() => onChange(ledBy(team, member))}
              />
              <IconButton
                label={text.takeOff(member.name)}
                onClick={() => onChange(withoutMember(team, member))}
              >
                <IconX size={18} />
              </IconButton>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

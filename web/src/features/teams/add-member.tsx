/** Putting somebody on a team: the role first, then who has it. */
import { Button, Checkbox, Select } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { PersonRef, PlanDetail } from "../../client/types";
import { words } from "../../i18n";
import { CARE_ROLES } from "../../lib/roles";
import { useTell } from "../../ui/notices";
import { FormError } from "../../ui/states";
import { useAddMember } from "./commands";
import { useFollowTeam } from "./confirming";
import styles from "./forms.module.css";
import { PersonPicker } from "./person-picker";
import type { CareRole, SupportRole } from "./taking-in";

const text = words.teams.add;
const ROLES: readonly (CareRole | SupportRole)[] = [...CARE_ROLES, "supporter"];

export function AddMember({ plan }: { plan: PlanDetail }) {
  const missing = plan.gaps.includes("psychiatrist") ? "psychiatrist" : "therapist";
  const [role, setRole] = useState<CareRole | SupportRole>(missing);
  const [person, setPerson] = useState<PersonRef | null>(null);
  const [lead, setLead] = useState(false);
  const [tried, setTried] = useState(false);
  const add = useAddMember();
  const follow = useFollowTeam(plan.id);
  const tell = useTell();
  const treats = role !== "supporter";
  const present = new Set(
    plan.team.filter((one) => one.person.role === role).map((one) => one.person.id),
  ).add(plan.patient.person_id);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!person) return;
    add.mutate(
      { plan_id: plan.id, person_id: person.id, role, lead: lead && treats },
      {
        onSuccess: () => {
          tell({ text: text.done(person.name) });
          follow(person.id);
          setPerson(null);
          setLead(false);
          setTried(false);
        },
      },
    );
  };

  return (
    <form className={styles.form} onSubmit={submit}>
      <div className={styles.pair}>
        <Select
          label={text.role}
          data={ROLES.map((value) => ({ value, label: words.people.role[value] }))}
          value={role}
          onChange={(value) => {
            setRole(ROLES.find((one) => one === value) ?? role);
            setPerson(null);
          }}
        />
        <PersonPicker
          key={role}
          label={text.person}
          role={role}
          value={person}
          without={present}
          onPick={setPerson}
          error={tried && !person && text.missing}
        />
      </div>
      <FormError error={add.error} />
      <div className={styles.buttons}>
        <Button type="submit" loading={add.isPending}>
          {text.submit}
        </Button>
        {treats ? (
          <Checkbox
            label={text.lead}
            checked={lead}
            onChange={(event) => setLead(event.currentTarget.checked)}
          />
        ) : null}
      </div>
    </form>
  );
}

/** Somebody's roles: since when, giving another, ending one with a reason. */
import { Button, Select } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { PersonPage } from "../../client/types";
import { words } from "../../i18n";
import { shortDate } from "../../lib/dates";
import { CARE_ROLES } from "../../lib/roles";
import { useTell } from "../../ui/notices";
import { RoleWord } from "../../ui/person";
import { FormError } from "../../ui/states";
import { type PersonRole, useEndRole, useGrantRole } from "./commands";
import { ReasonDialog } from "./reason-dialog";
import { ROLES, roleOptions } from "./roles";
import styles from "./roles-panel.module.css";

const text = words.people.roles;
const date = (at: string) => shortDate(new Date(at));

export function RolesPanel({ person, own }: { person: PersonPage; own: boolean }) {
  const [ending, setEnding] = useState<PersonRole | null>(null);
  const held = person.grants.filter((grant) => grant.ended_at === null);
  const earlier = person.grants.filter((grant) => grant.ended_at !== null);
  const mayEnd = person.may.includes("role.end");
  return (
    <div className={styles.panel}>
      {held.length === 0 && person.state !== "ended" ? <p className={styles.note}>{text.none}</p> : null}
      <ul className={styles.list}>
        {held.map(({ role, granted_at }) => (
          <li key={role} className={styles.role}>
            <span className={styles.words}>
              <RoleWord role={role} /> <span className={styles.note}>{text.since(date(granted_at))}</span>
            </span>
            {mayEnd && role !== "system" ? (
              <Button
                variant="subtle"
                color="gray"
                size="compact-sm"
                aria-label={text.endLabel(words.common.roles[role])}
                onClick={() => setEnding(role)}
              >
                {text.end}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {person.may.includes("role.grant") ? (
        <Grant person={person} />
      ) : own && mayEnd ? (
        <p className={styles.note}>{text.notOneself}</p>
      ) : null}
      {earlier.length > 0 ? (
        <>
          <h4 className={styles.subtitle}>{text.earlier}</h4>
          <ul className={styles.list}>
            {earlier.map(({ role, granted_at, ended_at, ended_reason }) => (
              <li key={granted_at + role} className={styles.earlier}>
                <RoleWord role={role} />{" "}
                <span className={styles.note}>
                  {text.was(date(granted_at), date(ended_at ?? granted_at))}
                  {ended_reason ? `, ${words.people.access.because(ended_reason)}` : null}
                </span>
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {ending ? (
        <EndRole
          person={person}
          role={ending}
          own={own}
          last={held.length === 1}
          onClose={() => setEnding(null)}
        />
      ) : null}
    </div>
  );
}

function Grant({ person }: { person: PersonPage }) {
  const [role, setRole] = useState<PersonRole | null>(null);
  const grant = useGrantRole();
  const tell = useTell();
  const free = ROLES.filter((one) => !person.roles.includes(one));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!role) return;
    grant.mutate(
      { person_id: person.id, role },
      {
        onSuccess: () => {
          tell({ text: text.granted(person.name, words.common.roles[role]) });
          setRole(null);
        },
      },
    );
  };
  return (
    <form className={styles.grant} onSubmit={submit}>
      <Select
        className={styles.choice}
        aria-label={text.granting}
        placeholder={text.grant}
        description={role ? words.people.roleNote[role] : undefined}
        inputWrapperOrder={["input", "description"]}
        data={roleOptions(free)}
        value={role}
        onChange={(value) => setRole(free.find((one) => one === value) ?? null)}
      />
      <Button type="submit" disabled={!role} loading={grant.isPending}>
        {text.give}
      </Button>
      <div className={styles.wide}>
        <FormError error={grant.error} />
      </div>
    </form>
  );
}

interface EndRoleProps {
  person: PersonPage;
  role: PersonRole;
  own: boolean;
  last: boolean;
  onClose: () => void;
}

function EndRole({ person, role, own, last, onClose }: EndRoleProps) {
  const end = useEndRole();
  const tell = useTell();
  const word = words.common.roles[role];
  const treats = (CARE_ROLES as readonly string[]).includes(role);
  return (
    <ReasonDialog
      opened
      title={text.endTitle(person.name, word)}
      verb={text.end}
      busy={end.isPending}
      error={end.error}
      onClose={onClose}
      onConfirm={(reason) =>
        end.mutate(
          { person_id: person.id, role, reason },
          {
            onSuccess: () => {
              tell({ text: text.ended(person.name, word), detail: reason });
              onClose();
            },
          },
        )
      }
    >
      <p>{treats ? text.endCare : text.endOther}</p>
      {last ? <p>{text.endLast}</p> : null}
      {own ? <p>{text.endOwn}</p> : null}
    </ReasonDialog>
  );
}

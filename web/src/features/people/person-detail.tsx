/** One person: whether they get in, their roles, where they are signed in, and ending all of it. */
import { Button } from "@mantine/core";
import { IconDevicesX, IconUserOff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { PersonPage } from "../../client/types";
import { words } from "../../i18n";
import { shortDate } from "../../lib/dates";
import { failed } from "../../lib/problem";
import { ConfirmDialog } from "../../ui/confirm";
import { useTell } from "../../ui/notices";
import { Bone, ErrorState } from "../../ui/states";
import { TimeAgo } from "../../ui/time";
import access from "./access.module.css";
import { AccessPanel } from "./access-panel";
import { useEndSessions } from "./commands";
import { EndAccess } from "./end-access";
import styles from "./person-detail.module.css";
import { PersonHead } from "./person-head";
import { personQuery } from "./queries";
import { RolesPanel } from "./roles-panel";
import { SecondStep } from "./second-step";

const text = words.people;
/** So many devices are named. */
const SHOWN = 4;

export function PersonDetail({ personId, me }: { personId: string; me: string }) {
  const person = useQuery(personQuery(personId));
  if (failed(person)) return <ErrorState error={person.error} retry={() => void person.refetch()} />;
  if (!person.data)
    return (
      <div className={styles.detail} role="status">
        <span className="ct-hidden">{words.common.loading}</span>
        <Bone width="60%" height={36} />
        <Bone width="40%" />
        <Bone />
        <Bone />
      </div>
    );
  return <Loaded person={person.data} own={personId === me} />;
}

function Loaded({ person, own }: { person: PersonPage; own: boolean }) {
  const [ending, setEnding] = useState(false);
  const may = (action: PersonPage["may"][number]) => person.may.includes(action);
  return (
    <div className={styles.detail}>
      <PersonHead person={person} as={person.roles[0] ?? null} mayCorrect={may("person.invite")} />
      <Section title={text.access.title}>
        {person.ended_at ? (
          <p>
            {text.access.ended(shortDate(new Date(person.ended_at)))}{" "}
            {person.ended_reason ? text.access.because(person.ended_reason) : null}
          </p>
        ) : (
          <AccessPanel
            person={person}
            mayInvite={may("person.invite") && !own}
            patient={false}
            more={person.state === "active" ? <Sessions person={person} /> : null}
            buttons={
              may("session.end") && person.sessions.length > 0 ? <SignOutEverywhere person={person} /> : null
            }
          />
        )}
      </Section>
      {person.state === "active" ? (
        <Section title={text.secondStep.sectionTitle}>
          <SecondStep person={person} />
        </Section>
      ) : null}
      <Section title={text.roles.title}>
        <RolesPanel person={person} own={own} />
      </Section>
      {may("person.deactivate") ? (
        <div className={styles.end}>
          <Button
            color="danger"
            variant="light"
            leftSection={<IconUserOff size={18} aria-hidden="true" />}
            onClick={() => setEnding(true)}
          >
            {text.end.open}
          </Button>
        </div>
      ) : null}
      {ending ? <EndAccess person={person} own={own} onClose={() => setEnding(false)} /> : null}
    </div>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.section}>
      <h3 className={styles.subtitle}>{title}</h3>
      {children}
    </section>
  );
}

/** Where somebody is signed in now. */
function Sessions({ person }: { person: PersonPage }) {
  const { sessions, last_sign_in_at } = person;
  if (sessions.length === 0) {
    return (
      <p>
        {text.access.nowhere}{" "}
        {last_sign_in_at ? (
          <>
            {text.access.lastSignIn} <TimeAgo at={last_sign_in_at} />.
          </>
        ) : null}
      </p>
    );
  }
  return (
    <>
      <p>{text.access.signedInOn(sessions.length)}</p>
      <ul className={access.sessions}>
        {sessions.slice(0, SHOWN).map(({ id, device, created_at }) => (
          <li key={id}>
            {device},{" "}
            <span>
              {text.access.since} <TimeAgo at={created_at} />
            </span>
          </li>
        ))}
        {sessions.length > SHOWN ? <li>{text.access.andMore(sessions.length - SHOWN)}</li> : null}
      </ul>
    </>
  );
}

function SignOutEverywhere({ person }: { person: PersonPage }) {
  const [asking, setAsking] = useState(false);
  const end = useEndSessions();
  const tell = useTell();
  const confirm = () =>
    end.mutate(
      { person_id: person.id },
      {
        onSuccess: () => {
          setAsking(false);
          tell({ text: text.access.signedOut(person.name) });
        },
      },
    );
  return (
    <>
      <Button leftSection={<IconDevicesX size={18} aria-hidden="true" />} onClick={() => setAsking(true)}>
        {text.access.signOut}
      </Button>
      <ConfirmDialog
        opened={asking}
        title={text.access.signOutTitle(person.name)}
        verb={text.access.signOut}
        busy={end.isPending}
        error={end.error}
        onClose={() => setAsking(false)}
        onConfirm={confirm}
      >
        {text.access.signOutBody}
      </ConfirmDialog>
    </>
  );
}

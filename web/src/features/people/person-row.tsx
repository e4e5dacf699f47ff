/** A person in the list: who, in which roles, whether they get in, and when they last did. */
import { IconChevronRight } from "@tabler/icons-react";
import type { PersonDetail } from "../../client/types";
import { words } from "../../i18n";
import { Avatar, RoleWord } from "../../ui/person";
import { TimeAgo } from "../../ui/time";
import styles from "./person-row.module.css";
import { StateWord } from "./state-word";
import { stateNote } from "./words";

const text = words.people;

interface Props {
  person: PersonDetail;
  me: string;
  present: boolean;
  onOpen: () => void;
}

export function PersonRow({ person, me, present, onOpen }: Props) {
  const note = stateNote(person);
  return (
    <button
      type="button"
      className={styles.row}
      data-row={person.id}
      data-ended={person.state === "ended" || undefined}
      data-present={present || undefined}
      onClick={onOpen}
    >
      <Avatar person={{ ...person, role: person.roles[0] ?? null }} size={36} />
      <span className={styles.who}>
        <span className={styles.name}>
          {person.name}
          {person.id === me ? <span className={styles.you}> {text.you}</span> : null}
        </span>
        <span className={styles.email}>{person.email ?? text.noAddress}</span>
      </span>
      <span className={styles.about}>
        <span className={styles.roles}>
          {person.roles.map((role) => (
            <RoleWord key={role} role={role} />
          ))}
          {person.roles.length === 0 && person.state !== "ended" ? text.noRole : null}
        </span>
        <span className={styles.state}>
          {person.state === "active" ? null : <StateWord state={person.state} />}
          {note ? <span className={styles.note}>{note}</span> : null}
          {person.state === "active" ? (
            <span className={styles.note}>
              {person.last_sign_in_at ? (
                <>
                  {text.signedIn} <TimeAgo at={person.last_sign_in_at} />
                </>
              ) : (
                text.states.active
              )}
            </span>
          ) : null}
        </span>
      </span>
      <IconChevronRight className={styles.chevron} size={18} aria-hidden="true" />
    </button>
  );
}

/** People as the product shows them: initials in their role's colour, and always the word of the role. */
import { words } from "../i18n";
import { initials, shortName } from "../lib/names";
import type { PersonLike, Role } from "../lib/roles";
import styles from "./person.module.css";

const TINTS: Readonly<Record<Role, string>> = {
  psychiatrist: "psychiatrist",
  therapist: "therapist",
  health_coach: "coach",
  support_specialist: "support",
  patient: "patient",
  supporter: "supporter",
  supervisor: "support",
  privacy_officer: "support",
  coordinator: "support",
  administrator: "support",
  records_officer: "support",
  identity_officer: "support",
  system: "support",
};

/** The role's colour as a CSS variable. */
export function roleColour(role: Role | null): string {
  return `var(--ct-role-${role ? TINTS[role] : "support"})`;
}

/** Initials on a mix of the role's colour; the name stands beside it, so readers of screens skip it. */
export function Avatar({ person, size = 28 }: { person: PersonLike; size?: 24 | 28 | 36 | 44 }) {
  return (
    <span
      aria-hidden="true"
      className={styles.avatar}
      style={{ "--tint": roleColour(person.role), "--size": `${size}px` } as React.CSSProperties}
    >
      {initials(person.name)}
    </span>
  );
}

/** The word of a role; empty where there is none to be seen. */
export function roleWord(role: Role | null): string {
  return role ? words.common.roles[role] : "";
}

/** A dot in the role's colour beside its word. */
export function RoleWord({ role }: { role: Role | null }) {
  if (!role) return null;
  return (
    <span className={styles.role}>
      <span aria-hidden="true" className={styles.dot} style={{ background: roleColour(role) }} />
      {words.common.roles[role]}
    </span>
  );
}

/** "● Anna, coach" in a line of a list; "You" for oneself. */
export function PersonWord({ person, me }: { person: PersonLike; me?: string }) {
  const mine = person.id === me;
  return (
    <span className={styles.role} title={person.name}>
      <span aria-hidden="true" className={styles.dot} style={{ background: roleColour(person.role) }} />
      {mine ? words.common.you : [shortName(person.name), roleWord(person.role)].filter(Boolean).join(", ")}
    </span>
  );
}

/** Avatar, name, and the role below it: for lists of people. */
export function PersonLine({ person, note }: { person: PersonLike; note?: string }) {
  return (
    <span className={styles.line}>
      <Avatar person={person} size={36} />
      <span className={styles.lineText}>
        <span className={styles.name}>{person.name}</span>
        <span className={styles.lineNote}>
          <RoleWord role={person.role} />
          {note ? <span>{note}</span> : null}
        </span>
      </span>
    </span>
  );
}

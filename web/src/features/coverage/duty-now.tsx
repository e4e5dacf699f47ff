/** Who is on duty now, in each role. */
import type { DutyNow } from "../../client/types";
import { words } from "../../i18n";
import { clock, dayName, daysBetween } from "../../lib/dates";
import { useNow } from "../../lib/now";
import { Avatar, RoleWord } from "../../ui/person";
import styles from "./duty.module.css";

const text = words.coverage;

/** "18:00", or with its day where that is not today. */
export function useUntil(): (at: string) => string {
  const now = useNow();
  return (at) => {
    const date = new Date(at);
    return daysBetween(now, date) === 0 ? clock(date) : text.dayAt(dayName(date, now), clock(date));
  };
}

export function OnDutyNow({ roles }: { roles: DutyNow["roles"] }) {
  const until = useUntil();
  return (
    <ul className={styles.now}>
      {roles.map(({ role, person, until: ends }) => (
        <li key={role} className={styles.holder}>
          <RoleWord role={role} />
          {person && ends ? (
            <span className={styles.who}>
              <Avatar person={person} size={28} />
              <span>
                <strong>{person.name}</strong>
                <span className={styles.until}>{text.until(until(ends))}</span>
              </span>
            </span>
          ) : (
            <span className={styles.nobody}>{text.nobody}</span>
          )}
        </li>
      ))}
    </ul>
  );
}

/** Who is on duty now, in each role. */
import type { DutyNow } from "../../client/types";
import { words } from "../../i18n";
import { useNearTime } from "../../lib/now";
import { Avatar, RoleWord } from "../../ui/person";
import styles from "./duty.module.css";

const text = words.coverage;

export function OnDutyNow({ roles }: { roles: DutyNow["roles"] }) {
  const until = useNearTime();
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

/** "On call until 18:00": in the bar above the work, for whoever is on duty now. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { words } from "../../i18n";
import { useNarrow } from "../../lib/media";
import { useNearTime } from "../../lib/now";
import { useSession } from "../../live/session";
import styles from "./own-duty.module.css";
import { dutyNowQuery } from "./queries";

const text = words.coverage;

export function OwnDuty() {
  const { person } = useSession();
  const narrow = useNarrow();
  const until = useNearTime();
  const mine = useQuery(dutyNowQuery).data?.roles.filter((one) => one.person?.id === person.id) ?? [];
  const last = mine
    .flatMap((one) => one.until ?? [])
    .toSorted()
    .at(-1);
  if (last === undefined) return null;
  return (
    <Link to="/duty" className={styles.own}>
      {narrow ? text.until(until(last)) : text.onCallUntil(until(last))}
    </Link>
  );
}

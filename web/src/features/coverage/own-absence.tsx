/** "Away until Monday 9:00": in the bar above the work, for whoever is not here; and the way back. */
import { useQuery } from "@tanstack/react-query";
import { words } from "../../i18n";
import { useNarrow } from "../../lib/media";
import { useNearTime } from "../../lib/now";
import { absenceWords } from "./away";
import styles from "./own-duty.module.css";
import { availabilityQuery } from "./queries";

export function OwnAbsence({ onOpen }: { onOpen: () => void }) {
  const narrow = useNarrow();
  const until = useNearTime();
  const mine = useQuery(availabilityQuery).data?.mine;
  if (!mine) return null;
  return (
    <button type="button" className={styles.own} data-absent onClick={onOpen}>
      {narrow ? words.coverage.own.kinds[mine.kind] : absenceWords(mine, until)}
    </button>
  );
}

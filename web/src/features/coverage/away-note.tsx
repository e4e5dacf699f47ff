/** Above a conversation: who of those in it is not here now, and who covers. */
import { useQuery } from "@tanstack/react-query";
import type { PersonRef } from "../../client/types";
import { words } from "../../i18n";
import { shortName } from "../../lib/names";
import { useNearTime } from "../../lib/now";
import { useMyId } from "../../live/session";
import styles from "./away-note.module.css";
import { planCoverQuery } from "./queries";

const text = words.coverage;

export function AwayNote({ planId, members }: { planId: string; members: readonly PersonRef[] }) {
  const until = useNearTime();
  const me = useMyId();
  const absences = useQuery(planCoverQuery(planId)).data?.absences ?? [];
  const here = absences.filter(
    ({ person, kind }) => kind === "away" && members.some(({ id }) => id === person.id),
  );
  if (here.length === 0) return null;
  return (
    <p className={styles.note} role="status">
      {here.map(({ person, until: ends, cover }) => {
        const who = person.id === me ? text.youAre : text.theyAre(shortName(person.name));
        const when = until(ends);
        return (
          <span key={person.id}>
            {cover ? text.isAwayCovered(who, when, shortName(cover.name)) : text.isAway(who, when)}
          </span>
        );
      })}
    </p>
  );
}

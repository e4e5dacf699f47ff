/** The exercises of a plan as the team reads them: what is to be done, what came of it, and each time it was done. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { words } from "../../i18n";
import { useNow } from "../../lib/now";
import { failed } from "../../lib/problem";
import { MoreButton } from "../../ui/more-button";
import { ErrorState } from "../../ui/states";
import { TimeAgo } from "../../ui/time";
import styles from "./given.module.css";
import { exercisesQuery, libraryQuery, practicesQuery } from "./queries";
import { minutesOf, tallyWords, turnWords } from "./words";

const text = words.library;

export function GivenExercises({ planId, onOpen }: { planId: string; onOpen: (taskId: string) => void }) {
  const now = useNow();
  const query = useQuery(exercisesQuery(planId));
  const pieces = useQuery(libraryQuery).data?.pieces ?? [];
  const titleOf = (id: string) => pieces.find((one) => one.id === id)?.title ?? id;
  if (failed(query)) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  const { given = [], done = [] } = query.data ?? {};
  if (given.length + done.length === 0) return null;
  const ids = [...new Set([...given, ...done].map(({ piece }) => piece))];
  return (
    <section className={styles.given} aria-labelledby="exercises">
      <h2 id="exercises">{text.title}</h2>
      <ul className={styles.list}>
        {ids.map((id) => {
          const one = given.find(({ piece }) => piece === id);
          const tally = done.find(({ piece }) => piece === id);
          return (
            <li key={id} className={styles.row}>
              {one ? (
                <button
                  type="button"
                  className={styles.title}
                  aria-label={text.staff.openTask(titleOf(id))}
                  onClick={() => onOpen(one.task_id)}
                >
                  {titleOf(id)}
                </button>
              ) : (
                <strong>{titleOf(id)}</strong>
              )}
              {one ? <span>{turnWords(one, now)}</span> : null}
              <span className={styles.note}>{tally ? tallyWords(tally, now) : text.staff.none}</span>
              {one?.goal ? <span className={styles.note}>{text.forGoal(one.goal.words)}</span> : null}
            </li>
          );
        })}
      </ul>
      {done.length > 0 ? <EachTime planId={planId} titleOf={titleOf} /> : null}
    </section>
  );
}

function EachTime({ planId, titleOf }: { planId: string; titleOf: (id: string) => string }) {
  const [open, setOpen] = useState(false);
  const pages = useInfiniteQuery({ ...practicesQuery(planId), enabled: open });
  const rows = pages.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <details className={styles.each} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{text.staff.latest}</summary>
      <ul>
        {rows.map((one) => (
          <li key={one.id}>
            <TimeAgo at={one.at} /> {titleOf(one.piece)}
            <span className={styles.note}>
              {[
                text.minutes(minutesOf(one.seconds)),
                one.asked ? text.staff.asked : text.staff.ownAccord,
                one.helped === "helped"
                  ? text.staff.helped
                  : one.helped === "did-not-help"
                    ? text.staff.didNotHelp
                    : null,
              ]
                .filter(Boolean)
                .join(", ")}
            </span>
          </li>
        ))}
      </ul>
      <MoreButton pages={pages} />
    </details>
  );
}

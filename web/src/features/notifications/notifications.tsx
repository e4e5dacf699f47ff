/** How I am told while I am not looking: on which devices, by which channels, when not; and what I was told last. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Notice } from "../../client/types";
import { words } from "../../i18n";
import { useSession } from "../../live/session";
import cards from "../../ui/card-rows.module.css";
import { ErrorState, RowsSkeleton } from "../../ui/states";
import { TimeAgo } from "../../ui/time";
import { Choices } from "./choices";
import { Devices } from "./devices";
import styles from "./notifications.module.css";
import { notificationsQuery } from "./queries";
import { Tests } from "./tests";

const text = words.notifications;
/** While something is on its way it is looked often whether it has gone. */
const SOON = 1_000;
const NOW_AND_THEN = 60_000;

export function NotificationsScreen() {
  const [waiting, setWaiting] = useState(false);
  const query = useQuery({ ...notificationsQuery, refetchInterval: waiting ? SOON : NOW_AND_THEN });
  const { home } = useSession();
  if (query.isError && !query.data)
    return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  if (!query.data)
    return (
      <div className={cards.section}>
        <RowsSkeleton rows={4} />
      </div>
    );
  const own = query.data;
  return (
    <div className={styles.parts}>
      <Devices own={own} />
      <Choices own={own} staff={home !== "home"} />
      <Tests own={own} onWaiting={setWaiting} />
      <Last last={own.last} />
    </div>
  );
}

function Last({ last }: { last: Notice[] }) {
  return (
    <section className={cards.section} aria-labelledby="last">
      <header className={cards.head}>
        <h2 id="last">{text.last}</h2>
      </header>
      {last.length === 0 ? <p className={styles.lead}>{text.lastNone}</p> : null}
      <ul className={styles.last}>
        {last.map((notice) => (
          <li key={notice.id} className={cards.row}>
            <span className={cards.what}>
              <strong>{notice.about === "test" ? text.testName : text.level[notice.level]}</strong>
              <span>
                {text.channels[notice.channel]}, {becameOf(notice)}
              </span>
            </span>
            <span className={styles.muted}>
              <TimeAgo at={notice.decided_at ?? notice.created_at} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function becameOf({ outcome, held }: Notice): string {
  if (outcome) return text.outcome[outcome];
  return held ? text.held[held] : text.waiting;
}

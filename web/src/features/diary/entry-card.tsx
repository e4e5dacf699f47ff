/** An entry: the day, the face, what was done, the night, the words, and who can read it. */
import { IconLock, IconUsers } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { words } from "../../i18n";
import { clock, dateOf, dayLine, isoDate, shortDate } from "../../lib/dates";
import { useNow } from "../../lib/now";
import type { Entry } from "./entry";
import styles from "./entry-card.module.css";
import { Face } from "./faces";

const text = words.diary;

interface Props {
  entry: Entry;
  /** Says who reads it: to the patient, not to the team, which sees only what is shared. */
  tellsReader?: boolean;
  acts?: ReactNode;
}

export function EntryCard({ entry, tellsReader, acts }: Props) {
  const now = useNow();
  const { day, mood, activities, sleep, note, isPrivate, waiting, refused } = entry;
  const at = new Date(entry.at);
  const then = isoDate(at) === day;
  const facts = [
    ...activities.map((one) => text.activities[one]),
    ...(sleep === null ? [] : [text.slept(text.hours(sleep))]),
  ];
  return (
    <article className={styles.entry} aria-label={text.entry(dayLine(dateOf(day), now), text.moods[mood])}>
      <Face mood={mood} size={32} />
      <div className={styles.words}>
        <p className={styles.head}>
          <strong>{dayLine(dateOf(day), now)}</strong>
          <span>{text.moods[mood]}</span>
          <time dateTime={entry.at}>{then ? text.at(clock(at)) : text.later(shortDate(at, now))}</time>
        </p>
        {facts.length > 0 ? <p className={styles.facts}>{facts.join(" · ")}</p> : null}
        {note ? <p className={styles.note}>{note}</p> : null}
        {tellsReader ? (
          <p className={styles.reader}>
            {isPrivate ? (
              <IconLock size={16} aria-hidden="true" />
            ) : (
              <IconUsers size={16} aria-hidden="true" />
            )}
            {isPrivate ? text.onlyYou : text.withTeam}
          </p>
        ) : null}
        {waiting ? (
          <p className={styles.reader} role="status">
            {refused ? text.refused(refused) : text.waiting}
          </p>
        ) : null}
      </div>
      {acts}
    </article>
  );
}

/** Entries of a trail, the newest first, day by day: who, in which role then, what, because of what, for which goal. */
import { IconChevronRight } from "@tabler/icons-react";
import type { TrailEntry } from "../../client/types";
import { words } from "../../i18n";
import { dayLine } from "../../lib/dates";
import { shortName } from "../../lib/names";
import { useNow } from "../../lib/now";
import { Chip } from "../../ui/chip";
import { Avatar, roleWord } from "../../ui/person";
import { Clock } from "../../ui/time";
import styles from "./trail-list.module.css";
import { actWords, causeWords, changeWords, goalWords } from "./words";

const text = words.oversight.columns;

/** What the address calls an entry. */
export function entryKey(entry: TrailEntry): string {
  return `${entry.stream_id}.${entry.seq}`;
}

interface Props {
  entries: readonly TrailEntry[];
  /** Whose columns are shown: a person's trail needs no name of theirs, a plan's none of the patient. */
  shows: "who" | "plan" | "both";
  present: string | undefined;
  onOpen: (entry: TrailEntry) => void;
}

export function TrailList({ entries, shows, present, onOpen }: Props) {
  const now = useNow();
  const days = byDay(entries, now);
  return (
    <div className={styles.trail} data-shows={shows}>
      <div className={styles.heads} aria-hidden="true">
        <span>{text.time}</span>
        {shows === "plan" ? null : <span>{text.who}</span>}
        <span>{text.what}</span>
        {shows === "who" ? <span>{text.goal}</span> : <span>{text.plan}</span>}
      </div>
      {[...days].map(([day, some]) => (
        <section key={day} aria-label={day}>
          <h2 className={styles.day}>{day}</h2>
          <ol>
            {some.map((entry) => (
              <li key={entryKey(entry)} className={styles.item}>
                <Row
                  entry={entry}
                  shows={shows}
                  present={entryKey(entry) === present}
                  onOpen={() => onOpen(entry)}
                />
              </li>
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}

function byDay(entries: readonly TrailEntry[], now: Date): Map<string, TrailEntry[]> {
  const days = new Map<string, TrailEntry[]>();
  for (const entry of entries) {
    const day = dayLine(new Date(entry.at), now);
    const some = days.get(day);
    if (some) some.push(entry);
    else days.set(day, [entry]);
  }
  return days;
}

interface RowProps {
  entry: TrailEntry;
  shows: Props["shows"];
  present: boolean;
  onOpen: () => void;
}

function Row({ entry, shows, present, onOpen }: RowProps) {
  const notes = [causeWords(entry), changeWords(entry)].filter(Boolean);
  return (
    <button
      type="button"
      className={styles.row}
      data-row={entryKey(entry)}
      aria-current={present || undefined}
      onClick={onOpen}
    >
      <span className={styles.time}>
        <Clock at={entry.at} />
      </span>
      {shows === "plan" ? null : (
        <span className={styles.who}>
          <Avatar person={entry.actor} />
          <span className={styles.names}>
            <span className={styles.name}>{entry.actor.name}</span>
            <span className={styles.role}>
              {[roleWord(entry.actor.role), entry.behalf ? text.behalf(shortName(entry.behalf.name)) : null]
                .filter(Boolean)
                .join(", ")}
            </span>
          </span>
        </span>
      )}
      <span className={styles.what}>
        <span>{actWords(entry)}</span>
        {notes.length > 0 ? <span className={styles.notes}>{notes.join(". ")}</span> : null}
      </span>
      <span className={styles.where}>
        {shows === "who" ? (
          entry.goal ? (
            <Chip>{goalWords(entry.goal)}</Chip>
          ) : null
        ) : (
          entry.plan?.patient_name
        )}
      </span>
      <IconChevronRight className={styles.chevron} size={18} aria-hidden="true" />
    </button>
  );
}

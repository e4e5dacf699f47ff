/** A note as its author reads it, with its date and what can be done with it. */
import { Button } from "@mantine/core";
import { IconLockOff } from "@tabler/icons-react";
import { useState } from "react";
import type { ProcessNote } from "../../client/types";
import { words } from "../../i18n";
import { clock, dayLine, exact } from "../../lib/dates";
import { useNow } from "../../lib/now";
import { Bone } from "../../ui/states";
import { TimeAgo } from "../../ui/time";
import styles from "./notes.module.css";
import { useOpened } from "./opened";

const text = words.notes;
/** Longer ones are folded. */
const LONG = 900;

interface Props {
  note: ProcessNote;
  mayWrite: boolean;
  onCorrect: (text: string) => void;
  onVersions: () => void;
}

export function NoteCard({ note, mayWrite, onCorrect, onVersions }: Props) {
  const opened = useOpened(note);
  const at = new Date(note.written_at);
  const now = useNow();
  return (
    <article className={styles.note} aria-label={text.noteOf(exact(at))}>
      <header className={styles.noteHead}>
        <time dateTime={note.written_at} title={exact(at)}>
          {text.at(dayLine(at, now), clock(at))}
        </time>
        {note.version > 1 ? (
          <span>
            {text.changed} <TimeAgo at={note.changed_at} />
          </span>
        ) : null}
      </header>
      <NoteText opened={opened} />
      {opened.state === "open" && (mayWrite || note.version > 1) ? (
        <footer className={styles.acts}>
          {mayWrite ? (
            <Button variant="subtle" color="accent" size="compact-sm" onClick={() => onCorrect(opened.text)}>
              {text.correct}
            </Button>
          ) : null}
          {note.version > 1 ? (
            <Button variant="subtle" color="accent" size="compact-sm" onClick={onVersions}>
              {text.earlier(note.version - 1)}
            </Button>
          ) : null}
        </footer>
      ) : null}
    </article>
  );
}

/** What a note says; while it is being opened, and where it does not open, what there is to say of that. */
export function NoteText({ opened }: { opened: ReturnType<typeof useOpened> }) {
  const [unfolded, setUnfolded] = useState(false);
  if (opened.state === "opening") return <Bone width="70%" />;
  if (opened.state === "closed") {
    return (
      <p className={styles.closed}>
        <IconLockOff size={16} aria-hidden="true" /> {text.closed}
      </p>
    );
  }
  const long = opened.text.length > LONG;
  return (
    <>
      <p className={styles.text} data-folded={(long && !unfolded) || undefined}>
        {opened.text}
      </p>
      {long ? (
        <button type="button" className={styles.unfold} onClick={() => setUnfolded(!unfolded)}>
          {unfolded ? text.fold : text.unfold}
        </button>
      ) : null}
    </>
  );
}

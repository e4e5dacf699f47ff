/** What a message says now, and on demand what it said before: nothing is lost by an edit or by taking it back. */
import { useId, useState } from "react";
import type { PersonRef } from "../../client/types";
import { words } from "../../i18n";
import { useMyId } from "../../live/session";
import { Clock } from "../../ui/time";
import { openBody, type Shown } from "./bodies";
import { piecesOf } from "./mentions";
import styles from "./message-body.module.css";

const text = words.messaging;

export function MessageBody({ message, members }: { message: Shown; members: readonly PersonRef[] }) {
  return (
    <>
      {message.is === "open" ? <Words message={message} members={members} /> : null}
      {message.is === "retracted" ? <p className={styles.quiet}>{text.takenBack}</p> : null}
      {message.is === "before" ? <p className={styles.quiet}>{text.before}</p> : null}
      {message.late ? <p className={styles.late}>{text.late}</p> : null}
      {message.versions.length > 0 ? <Versions message={message} /> : null}
    </>
  );
}

/** The words, with those whom they are written to by name in a chip: only where the author sealed it so. */
function Words({ message, members }: { message: Shown; members: readonly PersonRef[] }) {
  const me = useMyId();
  const named = members.filter(({ id }) => message.refs.includes(id));
  let at = 0;
  const pieces = piecesOf(openBody(message), named).map((piece) => {
    const key = at;
    at += piece.text.length;
    return { ...piece, key };
  });
  return (
    <p className={styles.body}>
      {pieces.map(({ text: said, person, key }) =>
        person === null ? (
          said
        ) : (
          <span key={key} className={styles.mention} data-me={person === me || undefined}>
            {said}
          </span>
        ),
      )}
    </p>
  );
}

function Versions({ message }: { message: Shown }) {
  const [open, setOpen] = useState(false);
  const list = useId();
  const retracted = message.is === "retracted";
  return (
    <div className={styles.versions}>
      <button
        type="button"
        aria-expanded={open}
        aria-controls={list}
        onClick={(event) => {
          event.stopPropagation();
          setOpen(!open);
        }}
      >
        {retracted ? text.whatItSaid : text.edited}
      </button>
      <ol id={list} hidden={!open} aria-label={retracted ? text.whatItSaid : text.earlier}>
        {message.versions.map(({ text: said, at }) => (
          <li key={at}>
            <Clock at={new Date(at).toISOString()} /> <span>{said}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}

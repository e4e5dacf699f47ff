/** What a message says now, and on demand what it said before: nothing is lost by an edit or by taking it back. */
import { useId, useState } from "react";
import { words } from "../../i18n";
import { Clock } from "../../ui/time";
import { openBody, type Shown } from "./bodies";
import styles from "./message-body.module.css";

const text = words.messaging;

export function MessageBody({ message }: { message: Shown }) {
  return (
    <>
      {message.is === "open" ? <p className={styles.body}>{openBody(message)}</p> : null}
      {message.is === "retracted" ? <p className={styles.quiet}>{text.takenBack}</p> : null}
      {message.is === "before" ? <p className={styles.quiet}>{text.before}</p> : null}
      {message.late ? <p className={styles.late}>{text.late}</p> : null}
      {message.versions.length > 0 ? <Versions message={message} /> : null}
    </>
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

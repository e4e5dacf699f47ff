/** Where one writes at a step of an exercise. What is typed is sealed before it is kept anywhere. */
import { Textarea } from "@mantine/core";
import type { Piece } from "../../client/types";
import { words } from "../../i18n";
import { useKeyring } from "../../keyring/keyring";
import { KeysNeeded } from "../../keyring/needed";
import { RowsSkeleton } from "../../ui/states";
import styles from "./form.module.css";
import type { Words } from "./use-words";
import { roomAt } from "./written";

const text = words.diary.writing;

export function WritingField({ piece, at, own }: { piece: Piece; at: number; own: Words }) {
  if (own.said === null) return <Closed first={at === 0} />;
  return (
    <div className={styles.readers}>
      <Textarea
        label={text.label}
        autosize
        minRows={4}
        maxRows={12}
        maxLength={roomAt(piece, own.said, at)}
        value={own.said[at] ?? ""}
        onChange={(event) => own.say(at, event.currentTarget.value)}
        onBlur={own.keepNow}
      />
      {at === 0 ? <p className={styles.note}>{text.private}</p> : null}
      <p className={styles.note} role="status">
        {own.kept ? text.kept : ""}
      </p>
    </div>
  );
}

/** Keys are needed, which is said once; the exercise can be done without them. */
function Closed({ first }: { first: boolean }) {
  if (useKeyring().state === "unlocked") return <RowsSkeleton rows={2} />;
  return first ? <KeysNeeded>{text.keysFor}</KeysNeeded> : <p className={styles.note}>{text.onPaper}</p>;
}

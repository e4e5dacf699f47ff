/** All that a note has said, the newest first. */
import { Modal } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { ProcessNoteVersion } from "../../client/types";
import { words } from "../../i18n";
import { Listing } from "../../ui/listing";
import { RowsSkeleton } from "../../ui/states";
import { TimeAgo } from "../../ui/time";
import { NoteText } from "./note-card";
import styles from "./notes.module.css";
import { useOpened } from "./opened";
import { noteVersionsQuery } from "./queries";

const text = words.notes;

export function NoteVersions({
  planId,
  noteId,
  onClose,
}: {
  planId: string;
  noteId: string;
  onClose: () => void;
}) {
  const pages = useInfiniteQuery(noteVersionsQuery(planId, noteId));
  const versions = pages.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Modal opened onClose={onClose} title={text.versions} size={620}>
      <ol className={styles.versions}>
        <Listing query={pages} count={versions.length} skeleton={<RowsSkeleton rows={3} />} empty={null}>
          {versions.map((one) => (
            <Version key={one.version} noteId={noteId} one={one} />
          ))}
        </Listing>
      </ol>
    </Modal>
  );
}

function Version({ noteId, one }: { noteId: string; one: ProcessNoteVersion }) {
  const opened = useOpened({ id: noteId, version: one.version, sealed: one.sealed });
  return (
    <li className={styles.version}>
      <p className={styles.noteHead}>
        <strong>{text.version(one.version)}</strong> <TimeAgo at={one.at} />
      </p>
      <NoteText opened={opened} />
    </li>
  );
}

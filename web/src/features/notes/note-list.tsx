/** A therapist's own notes about a patient: written, corrected and read by nobody else. */
import { Button } from "@mantine/core";
import { IconLock, IconNotebook, IconPlus } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { words } from "../../i18n";
import { Listing } from "../../ui/listing";
import { EmptyState, RowsSkeleton } from "../../ui/states";
import { readWriting, type Writing } from "./drafts";
import { NoteCard } from "./note-card";
import { NoteEditor } from "./note-editor";
import { NoteVersions } from "./note-versions";
import styles from "./notes.module.css";
import { notesQuery } from "./queries";

const text = words.notes;

interface Props {
  planId: string;
  patient: string;
  mayWrite: boolean;
}

/** Only while one's keys are open. */
export function NoteList({ planId, patient, mayWrite }: Props) {
  const pages = useInfiniteQuery(notesQuery(planId));
  const notes = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const [writing, setWriting] = useState<(Writing & { kept: boolean }) | null>(null);
  const [looking, setLooking] = useState<string | null>(null);
  useEffect(() => {
    if (!mayWrite) return;
    void readWriting(planId).then((kept) => kept && setWriting((now) => now ?? { ...kept, kept: true }));
  }, [planId, mayWrite]);
  const begin = () => setWriting({ id: crypto.randomUUID(), version: 1, text: "", kept: false });
  const editor = writing ? (
    <NoteEditor
      key={writing.id}
      planId={planId}
      writing={writing}
      kept={writing.kept}
      onDone={() => setWriting(null)}
    />
  ) : null;

  const inPlace = notes.some(({ id }) => id === writing?.id);

  return (
    <>
      <div className={styles.head}>
        <p className={styles.who}>
          <IconLock size={16} aria-hidden="true" /> {text.who}
        </p>
        {mayWrite && !writing ? (
          <Button
            variant="subtle"
            color="accent"
            size="compact-sm"
            leftSection={<IconPlus size={16} />}
            onClick={begin}
          >
            {text.add}
          </Button>
        ) : null}
      </div>
      {mayWrite ? null : <p className={styles.rests}>{text.rests}</p>}
      {inPlace ? null : editor}
      <Listing
        query={pages}
        count={notes.length}
        skeleton={<RowsSkeleton rows={4} />}
        empty={
          writing ? null : (
            <EmptyState icon={<IconNotebook />} title={text.emptyTitle}>
              {text.emptyBody(patient)}
            </EmptyState>
          )
        }
      >
        {notes.map((note) =>
          writing?.id === note.id ? (
            <div key={note.id}>{editor}</div>
          ) : (
            <NoteCard
              key={`${note.id} ${note.version}`}
              note={note}
              mayWrite={mayWrite && !writing}
              onCorrect={(said) =>
                setWriting({ id: note.id, version: note.version + 1, text: said, kept: false })
              }
              onVersions={() => setLooking(note.id)}
            />
          ),
        )}
      </Listing>
      <p className={styles.lost}>{text.lost}</p>
      {looking ? <NoteVersions planId={planId} noteId={looking} onClose={() => setLooking(null)} /> : null}
    </>
  );
}

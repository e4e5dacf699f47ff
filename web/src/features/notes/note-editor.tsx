/** Where a note is written or corrected. What is typed is sealed before it is kept anywhere. */
import { Button, Textarea } from "@mantine/core";
import { type FormEvent, useRef, useState } from "react";
import { words } from "../../i18n";
import { Problem } from "../../lib/problem";
import { useTell } from "../../ui/notices";
import { FormError } from "../../ui/states";
import { useKeptSoon } from "../../ui/use-kept-soon";
import { useKeepNote } from "./commands";
import { forgetWriting, keepWriting, type Writing } from "./drafts";
import styles from "./notes.module.css";
import { LONGEST, sealText } from "./sealing";

const text = words.notes;

interface Props {
  planId: string;
  writing: Writing;
  /** It was there when the page opened. */
  kept: boolean;
  onDone: () => void;
}

export function NoteEditor({ planId, writing, kept, onDone }: Props) {
  const [typed, setTyped] = useState(writing.text);
  const [version, setVersion] = useState(writing.version);
  const { id } = writing;
  const keep = useKeepNote();
  const tell = useTell();
  const drafted = useKeptSoon(() => keepWriting(planId, { id, version, text: typed }));
  const sealed = useRef<{ of: string; bytes: string } | null>(null);
  const empty = typed.trim() === "";

  const save = async (as: number) => {
    const of = `${as} ${typed}`;
    // The same bytes when it is tried again, so that it is the same request.
    if (sealed.current?.of !== of) sealed.current = { of, bytes: await sealText(id, as, typed.trim()) };
    await keep.mutateAsync({ plan_id: planId, id, version: as, sealed: sealed.current.bytes });
    drafted.stop();
    await forgetWriting(planId, id);
    tell({ text: as === 1 ? text.written : text.corrected, detail: text.onlyYou });
    onDone();
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (empty) return;
    try {
      await save(version);
    } catch (error) {
      // Its first version has arrived, and only the answer was lost: what is typed now corrects it.
      const arrived = error instanceof Problem && error.slug === "conflict" && version === 1;
      if (!arrived) return;
      setVersion(2);
      await save(2).catch(() => undefined);
    }
  };
  const newer =
    keep.error instanceof Problem && keep.error.slug === "note-changed" ? keep.error.extra.version : null;

  return (
    <form className={styles.editor} onSubmit={(event) => void submit(event)}>
      <Textarea
        label={version === 1 ? text.newLabel : text.correctLabel}
        description={text.editorHint}
        minRows={6}
        maxRows={24}
        maxLength={LONGEST}
        data-autofocus
        autoFocus
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          drafted.later();
        }}
        onBlur={() => drafted.now()}
      />
      {typeof newer === "number" ? (
        <div className={styles.newer} role="alert">
          <p>
            <strong>{text.changedTitle}</strong> {text.changedBody}
          </p>
          <Button
            onClick={() => {
              setVersion(newer + 1);
              void save(newer + 1).catch(() => undefined);
            }}
          >
            {text.keepMine}
          </Button>
        </div>
      ) : (
        <FormError error={keep.error} />
      )}
      <div className={styles.foot}>
        <span className={styles.kept} role="status">
          {(drafted.kept ?? kept) ? text.draftKept : ""}
        </span>
        <Button
          onClick={() => {
            drafted.stop();
            void forgetWriting(planId, id);
            onDone();
          }}
        >
          {text.discard}
        </Button>
        <Button type="submit" variant="filled" loading={keep.isPending} disabled={empty}>
          {version === 1 ? text.save : text.saveCorrection}
        </Button>
      </div>
    </form>
  );
}

/** Where a quick reply or a template is written: it names no patient, its gaps stand in braces. */
import { Button, Modal, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useLayoutEffect, useRef, useState } from "react";
import { words } from "../../i18n";
import { DialogFooter } from "../../ui/confirm";
import { useTell } from "../../ui/notices";
import { FormError } from "../../ui/states";
import { useKeepPhrase, type Whose, type Written } from "./commands";
import styles from "./phrases.module.css";

const text = words.phrases;
const LONGEST_TITLE = 80;
const LONGEST_WORDS = 4_000;

interface Props {
  whose: Whose;
  written: Written;
  onClose: () => void;
}

export function PhraseDialog({ whose, written, onClose }: Props) {
  const [title, setTitle] = useState(written.title);
  const [said, setSaid] = useState(written.words);
  const field = useRef<HTMLTextAreaElement>(null);
  const caret = useRef<number | null>(null);
  const keep = useKeepPhrase(whose);
  const tell = useTell();
  useLayoutEffect(() => {
    if (caret.current === null) return;
    field.current?.focus();
    field.current?.setSelectionRange(caret.current, caret.current);
    caret.current = null;
  });
  const ready = title.trim() !== "" && said.trim() !== "";
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (!ready) return;
    keep.mutate(
      { id: written.id, title: title.trim(), words: said.trim() },
      {
        onSuccess: () => {
          tell({ text: text.kept[whose], detail: title.trim() });
          onClose();
        },
      },
    );
  };
  const insert = (name: string) => {
    const { selectionStart: from, selectionEnd: to } = field.current ?? {
      selectionStart: said.length,
      selectionEnd: said.length,
    };
    caret.current = from + name.length + 2;
    setSaid(`${said.slice(0, from)}{${name}}${said.slice(to)}`);
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={written.id === null ? text.adding[whose] : text.changing[whose]}
      size={560}
    >
      <form className={styles.form} onSubmit={save}>
        <p className={styles.about}>{text.aboutNobody[whose]}</p>
        <TextInput
          data-autofocus
          label={text.title}
          description={text.titleHint}
          maxLength={LONGEST_TITLE}
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <Textarea
          ref={field}
          label={text.words}
          minRows={5}
          maxRows={14}
          maxLength={LONGEST_WORDS}
          value={said}
          onChange={(event) => setSaid(event.currentTarget.value)}
        />
        <fieldset className={styles.gaps}>
          <legend>{text.gapsHint}</legend>
          <div className={styles.buttons}>
            {Object.values(text.gaps).map((name) => (
              <Button key={name} size="compact-sm" onClick={() => insert(name)}>
                {name}
              </Button>
            ))}
          </div>
          <p>{text.otherGaps}</p>
        </fieldset>
        <FormError error={keep.error} />
        <DialogFooter>
          <Button onClick={onClose}>{words.common.cancel}</Button>
          <Button type="submit" variant="filled" loading={keep.isPending} disabled={!ready}>
            {text.save}
          </Button>
        </DialogFooter>
      </form>
    </Modal>
  );
}

/** The quick replies of one person, or the templates of the clinic: read, written, taken out. */
import { Button } from "@mantine/core";
import { IconPencil, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import type { Phrase } from "../../client/types";
import { words } from "../../i18n";
import rows from "../../ui/card-rows.module.css";
import { ConfirmDialog } from "../../ui/confirm";
import { IconButton } from "../../ui/icon-button";
import { useTell } from "../../ui/notices";
import { useEndPhrase, type Whose, type Written } from "./commands";
import { PhraseDialog } from "./phrase-dialog";
import styles from "./phrases.module.css";

const text = words.phrases;
const NEW: Written = { id: null, title: "", words: "" };

interface Props {
  whose: Whose;
  phrases: readonly Phrase[];
  mayChange: boolean;
}

export function PhraseList({ whose, phrases, mayChange }: Props) {
  const [writing, setWriting] = useState<Written | null>(null);
  const [ending, setEnding] = useState<Phrase | null>(null);
  const end = useEndPhrase(whose);
  const tell = useTell();
  const confirm = () => {
    if (!ending) return;
    end.mutate(ending.id, {
      onSuccess: () => {
        tell({ text: text.ended, detail: ending.title });
        setEnding(null);
      },
    });
  };
  return (
    <section className={rows.section} aria-label={text.lists[whose]}>
      <div className={rows.head}>
        <h2>{text.lists[whose]}</h2>
        {mayChange ? <Button onClick={() => setWriting(NEW)}>{text.add[whose]}</Button> : null}
      </div>
      {phrases.length === 0 ? <p className={styles.none}>{text.none[whose]}</p> : null}
      <ul>
        {phrases.map((phrase) => (
          <li key={phrase.id} className={`${rows.row} ${styles.phrase}`}>
            <div className={rows.what}>
              <strong>{phrase.title}</strong>
              <p className={styles.words}>{phrase.words}</p>
            </div>
            {mayChange ? (
              <div className={styles.acts}>
                <IconButton label={text.change(phrase.title)} onClick={() => setWriting(phrase)}>
                  <IconPencil size={18} stroke={1.7} />
                </IconButton>
                <IconButton
                  label={text.end(phrase.title)}
                  onClick={() => {
                    end.reset();
                    setEnding(phrase);
                  }}
                >
                  <IconTrash size={18} stroke={1.7} />
                </IconButton>
              </div>
            ) : null}
          </li>
        ))}
      </ul>
      {writing ? (
        <PhraseDialog key={writing.id} whose={whose} written={writing} onClose={() => setWriting(null)} />
      ) : null}
      {ending ? (
        <ConfirmDialog
          opened
          title={text.endTitle(ending.title)}
          verb={text.endVerb}
          danger
          busy={end.isPending}
          error={end.error}
          onConfirm={confirm}
          onClose={() => setEnding(null)}
        >
          {text.endBody[whose]}
        </ConfirmDialog>
      ) : null}
    </section>
  );
}

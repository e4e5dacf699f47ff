/** A patient suggests a goal; what they typed is kept until it is sent. */
import { Button, Modal, Textarea } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { words } from "../../i18n";
import { DialogFooter } from "../../ui/confirm";
import { useTell } from "../../ui/notices";
import { FormError } from "../../ui/states";
import { useDraft } from "../../ui/use-draft";
import { useProposeGoal } from "./commands";
import styles from "./forms.module.css";

const text = words.patient;
const LONGEST = 300;

export function ProposeGoal({ planId, onClose }: { planId: string; onClose: () => void }) {
  const [said, write] = useDraft(`goal.${planId}`);
  const [target, writeTarget] = useDraft(`goal-target.${planId}`);
  const [tried, setTried] = useState(false);
  const propose = useProposeGoal();
  const tell = useTell();
  const missing = said.trim() === "";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (missing) return;
    propose.mutate(
      { plan_id: planId, words: said.trim(), target: target.trim() || null },
      {
        onSuccess: () => {
          write("");
          writeTarget("");
          tell({ text: text.suggested });
          onClose();
        },
      },
    );
  };
  return (
    <Modal opened onClose={onClose} title={text.suggest} size={520}>
      <form className={styles.form} onSubmit={submit}>
        <Textarea
          data-autofocus
          label={text.suggestWords}
          description={text.suggestWordsHint}
          maxLength={LONGEST}
          value={said}
          onChange={(event) => write(event.currentTarget.value)}
          error={tried && missing && text.suggestMissing}
        />
        <Textarea
          label={text.suggestTarget}
          maxLength={LONGEST}
          value={target}
          onChange={(event) => writeTarget(event.currentTarget.value)}
        />
        <FormError error={propose.error} />
        <DialogFooter>
          <Button onClick={onClose}>{words.common.cancel}</Button>
          <Button type="submit" variant="filled" loading={propose.isPending}>
            {text.suggestSend}
          </Button>
        </DialogFooter>
      </form>
    </Modal>
  );
}

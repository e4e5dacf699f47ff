/** That prescriber and therapist looked at the plan together, as one of them records it. */
import { Button, Modal, Textarea } from "@mantine/core";
import { DatePickerInput } from "@mantine/dates";
import { type FormEvent, useState } from "react";
import { words } from "../../i18n";
import { isoDate } from "../../lib/dates";
import { DialogFooter } from "../../ui/confirm";
import { useTell } from "../../ui/notices";
import { FormError } from "../../ui/states";
import { useRecordReview } from "./commands";
import styles from "./forms.module.css";

const text = words.assessment.review;

export function ReviewDialog({ planId, onClose }: { planId: string; onClose: () => void }) {
  const [said, setSaid] = useState("");
  const [next, setNext] = useState<string | null>(null);
  const record = useRecordReview();
  const tell = useTell();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    record.mutate(
      { plan_id: planId, words: said.trim() || null, next_on: next },
      {
        onSuccess: () => {
          tell({ text: text.recorded });
          onClose();
        },
      },
    );
  };
  return (
    <Modal opened onClose={onClose} title={text.title} size={480}>
      <form className={styles.form} onSubmit={submit}>
        <p className={styles.lead}>{text.lead}</p>
        <Textarea
          label={text.words}
          description={text.wordsHint}
          data-autofocus
          autosize
          minRows={3}
          maxLength={1000}
          value={said}
          onChange={(event) => setSaid(event.currentTarget.value)}
        />
        <DatePickerInput
          label={text.nextOn}
          clearable
          minDate={isoDate(new Date())}
          weekendDays={[]}
          value={next}
          onChange={setNext}
        />
        <FormError error={record.error} />
        <DialogFooter>
          <Button onClick={onClose}>{words.common.cancel}</Button>
          <Button type="submit" variant="filled" loading={record.isPending}>
            {text.save}
          </Button>
        </DialogFooter>
      </form>
    </Modal>
  );
}

/** What somebody of the team did about an answer that asked for somebody to look. */
import { Button, Modal, Select, Textarea } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { AlarmOutcome, MeasureResult } from "../../client/types";
import { words } from "../../i18n";
import { DialogFooter } from "../../ui/confirm";
import { useTell } from "../../ui/notices";
import { FormError } from "../../ui/states";
import { useReviewMeasure } from "./commands";
import styles from "./forms.module.css";

const text = words.measures.review;
const OUTCOMES: readonly AlarmOutcome[] = [
  "reached-and-safe",
  "appointment-made",
  "plan-changed",
  "emergency-services",
  "no-action-needed",
];

interface Props {
  patient: string;
  result: MeasureResult;
  onClose: () => void;
}

export function ReviewDialog({ patient, result, onClose }: Props) {
  const [outcome, setOutcome] = useState<AlarmOutcome | null>(null);
  const [done, setDone] = useState("");
  const [tried, setTried] = useState(false);
  const review = useReviewMeasure();
  const tell = useTell();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!outcome || done.trim() === "") return;
    review.mutate(
      {
        plan_id: result.plan_id,
        instrument: result.instrument,
        result_id: result.id,
        outcome,
        done: done.trim(),
      },
      {
        onSuccess: () => {
          tell({ text: text.saved, detail: words.alarms.outcomes[outcome] });
          onClose();
        },
      },
    );
  };
  return (
    <Modal opened onClose={onClose} title={text.title(patient)} size={480}>
      <form className={styles.form} onSubmit={submit}>
        <Select
          label={text.outcome}
          data-autofocus
          data={OUTCOMES.map((value) => ({ value, label: words.alarms.outcomes[value] }))}
          value={outcome}
          onChange={(value) => setOutcome(OUTCOMES.find((one) => one === value) ?? null)}
          error={tried && !outcome && text.outcomeMissing}
        />
        <Textarea
          label={text.done}
          description={text.patientReads(patient)}
          autosize
          minRows={3}
          maxLength={2000}
          value={done}
          onChange={(event) => setDone(event.currentTarget.value)}
          error={tried && done.trim() === "" && text.doneMissing}
        />
        <FormError error={review.error} />
        <DialogFooter>
          <Button onClick={onClose}>{words.common.cancel}</Button>
          <Button type="submit" variant="filled" loading={review.isPending}>
            {text.save}
          </Button>
        </DialogFooter>
      </form>
    </Modal>
  );
}

/** What somebody of the team found who saw to a case. */
import { Button, Modal, Textarea } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { SafetyCase } from "../../client/types";
import { words } from "../../i18n";
import { safetyWords } from "../../i18n/safety";
import { DialogFooter } from "../../ui/confirm";
import { useTell } from "../../ui/notices";
import { FormError } from "../../ui/states";
import { useAssessCase } from "./commands";
import styles from "./safety.module.css";

const text = safetyWords.assessing;

interface Props {
  open: SafetyCase;
  patient: string;
  onClose: () => void;
}

export function AssessDialog({ open, patient, onClose }: Props) {
  const [assessment, setAssessment] = useState("");
  const [tried, setTried] = useState(false);
  const assess = useAssessCase();
  const tell = useTell();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (assessment.trim() === "") return;
    assess.mutate(
      { plan_id: open.plan_id, case_id: open.id, assessment: assessment.trim() },
      {
        onSuccess: () => {
          tell({ text: text.saved, detail: text.next });
          onClose();
        },
      },
    );
  };
  return (
    <Modal opened onClose={onClose} title={text.title(patient)} size={520}>
      <form className={styles.form} onSubmit={submit}>
        <Textarea
          label={text.label}
          description={text.hint}
          data-autofocus
          autosize
          minRows={4}
          maxLength={4000}
          value={assessment}
          onChange={(event) => setAssessment(event.currentTarget.value)}
          error={tried && assessment.trim() === "" && text.missing}
        />
        <FormError error={assess.error} />
        <DialogFooter>
          <Button onClick={onClose}>{words.common.cancel}</Button>
          <Button type="submit" variant="filled" loading={assess.isPending}>
            {text.save}
          </Button>
        </DialogFooter>
      </form>
    </Modal>
  );
}

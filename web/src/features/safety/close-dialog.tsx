/** What somebody of the team did about a case, and what came of it: this ends it. */
import { Button, Modal, Select, Textarea } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { CloseCase, SafetyCase } from "../../client/types";
import { words } from "../../i18n";
import { safetyWords } from "../../i18n/safety";
import { DialogFooter } from "../../ui/confirm";
import { useTell } from "../../ui/notices";
import { FormError } from "../../ui/states";
import { useCloseCase } from "./commands";
import styles from "./safety.module.css";

const text = safetyWords.closing;
const OUTCOMES: readonly CloseCase["outcome"][] = [
  "reached-and-safe",
  "appointment-made",
  "plan-changed",
  "emergency-services",
  "no-action-needed",
];

interface Props {
  open: SafetyCase;
  patient: string;
  onClose: () => void;
}

export function CloseDialog({ open, patient, onClose }: Props) {
  const [outcome, setOutcome] = useState<CloseCase["outcome"] | null>(null);
  const [done, setDone] = useState("");
  const [tried, setTried] = useState(false);
  const close = useCloseCase();
  const tell = useTell();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!outcome || done.trim() === "") return;
    close.mutate(
      { plan_id: open.plan_id, case_id: open.id, outcome, done: done.trim() },
      {
        onSuccess: () => {
          tell({ text: text.saved, detail: words.alarms.outcomes[outcome] });
          onClose();
        },
      },
    );
  };
  return (
    <Modal opened onClose={onClose} title={text.title(patient)} size={520}>
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
          description={text.hint}
          autosize
          minRows={3}
          maxLength={4000}
          value={done}
          onChange={(event) => setDone(event.currentTarget.value)}
          error={tried && done.trim() === "" && text.doneMissing}
        />
        <FormError error={close.error} />
        <DialogFooter>
          <Button onClick={onClose}>{words.common.cancel}</Button>
          <Button type="submit" variant="filled" loading={close.isPending}>
            {text.save}
          </Button>
        </DialogFooter>
      </form>
    </Modal>
  );
}

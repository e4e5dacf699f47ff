/** A new version of the plan, with its reason. */
import { Button, Modal, Select, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { Phase, ReadablePlan } from "../../client/types";
import { words } from "../../i18n";
import { DialogFooter } from "../../ui/confirm";
import { useTell } from "../../ui/notices";
import { FormError } from "../../ui/states";
import { useRevisePlan } from "./commands";
import styles from "./forms.module.css";
import { PHASES } from "./phases";

const text = words.plans.reviseForm;

export function ReviseDialog({
  plan,
  opened,
  onClose,
}: {
  plan: ReadablePlan;
  opened: boolean;
  onClose: () => void;
}) {
  return (
    <Modal opened={opened} onClose={onClose} title={words.plans.revise} size={560}>
      <Form key={plan.version} plan={plan} onClose={onClose} />
    </Modal>
  );
}

function Form({ plan, onClose }: { plan: ReadablePlan; onClose: () => void }) {
  const [title, setTitle] = useState(plan.title);
  const [summary, setSummary] = useState(plan.summary ?? "");
  const [phase, setPhase] = useState<Phase>(plan.phase);
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const revise = useRevisePlan();
  const tell = useTell();
  const next = plan.version + 1;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (reason.trim() === "" || title.trim() === "") return;
    revise.mutate(
      {
        plan_id: plan.id,
        title: title.trim(),
        summary: summary.trim() || null,
        phase,
        reason: reason.trim(),
      },
      {
        onSuccess: () => {
          tell({ text: text.saved(next), detail: reason.trim() });
          onClose();
        },
      },
    );
  };

  return (
    <form className={styles.form} onSubmit={submit}>
      <TextInput
        label={text.title}
        maxLength={200}
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
        error={tried && title.trim() === "" && words.common.required(text.title)}
      />
      <Textarea
        label={text.summary}
        minRows={3}
        value={summary}
        onChange={(event) => setSummary(event.currentTarget.value)}
      />
      <Select
        label={text.phase}
        data={PHASES.map((value) => ({ value, label: words.plans.phase[value] }))}
        value={phase}
        onChange={(value) => setPhase(PHASES.find((one) => one === value) ?? phase)}
      />
      <Textarea
        label={text.reason}
        description={words.common.reasonHint}
        data-autofocus
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={tried && reason.trim() === "" && text.reasonMissing}
      />
      <FormError error={revise.error} />
      <DialogFooter>
        <Button onClick={onClose}>{words.common.cancel}</Button>
        <Button type="submit" variant="filled" loading={revise.isPending}>
          {text.save(next)}
        </Button>
      </DialogFooter>
    </form>
  );
}

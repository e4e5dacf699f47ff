/** The state of a plan changed, with its reason. */
import { Button, Modal, Radio, Textarea } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { PlanStatus, ReadablePlan } from "../../client/types";
import { words } from "../../i18n";
import { DialogFooter } from "../../ui/confirm";
import { useTell } from "../../ui/notices";
import { FormError } from "../../ui/states";
import { useSetPlanStatus } from "./commands";
import styles from "./forms.module.css";

const text = words.plans.statusForm;
/** Where a plan may go from where it stands, as the server has it. */
const NEXT: Readonly<Record<PlanStatus, readonly PlanStatus[]>> = {
  draft: ["active", "revoked"],
  active: ["on-hold", "completed", "revoked"],
  "on-hold": ["active", "completed", "revoked"],
  completed: ["active"],
  revoked: ["active"],
};

export function StatusDialog({
  plan,
  opened,
  onClose,
}: {
  plan: ReadablePlan;
  opened: boolean;
  onClose: () => void;
}) {
  return (
    <Modal opened={opened} onClose={onClose} title={words.plans.changeStatus} size={480}>
      <Form key={plan.status} plan={plan} onClose={onClose} />
    </Modal>
  );
}

function Form({ plan, onClose }: { plan: ReadablePlan; onClose: () => void }) {
  const offered = NEXT[plan.status];
  const [status, setStatus] = useState<PlanStatus | undefined>(offered.length === 1 ? offered[0] : undefined);
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const set = useSetPlanStatus();
  const tell = useTell();

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (reason.trim() === "" || !status) return;
    set.mutate(
      { plan_id: plan.id, status, reason: reason.trim() },
      {
        onSuccess: () => {
          tell({ text: text.saved(words.plans.status[status]), detail: reason.trim() });
          onClose();
        },
      },
    );
  };

  return (
    <form className={styles.form} onSubmit={submit}>
      <Radio.Group
        label={text.label}
        description={text.now(words.plans.status[plan.status])}
        value={status ?? ""}
        onChange={(value) => setStatus(offered.find((one) => one === value))}
        error={tried && !status && text.statusMissing}
      >
        <div className={styles.form} style={{ paddingTop: 8 }}>
          {offered.map((value) => (
            <Radio
              key={value}
              value={value}
              label={words.plans.status[value]}
              description={text.notes[value]}
            />
          ))}
        </div>
      </Radio.Group>
      <Textarea
        label={text.reason}
        description={words.common.reasonHint}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={tried && reason.trim() === "" && text.reasonMissing}
      />
      <FormError error={set.error} />
      <DialogFooter>
        <Button onClick={onClose}>{words.common.cancel}</Button>
        <Button type="submit" variant="filled" loading={set.isPending}>
          {words.common.save}
        </Button>
      </DialogFooter>
    </form>
  );
}

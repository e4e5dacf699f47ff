/** A goal as a form: new, or changed with a reason. */
import { Button, Modal, Select, Textarea, TextInput } from "@mantine/core";
import { DatePickerInput } from "@mantine/dates";
import { type FormEvent, useState } from "react";
import type { Achievement, Goal, GoalStatus } from "../../client/types";
import { words } from "../../i18n";
import { DialogFooter } from "../../ui/confirm";
import { useTell } from "../../ui/notices";
import { FormError } from "../../ui/states";
import { useAddGoal, useSetGoal } from "./commands";
import styles from "./forms.module.css";
import { Why } from "./why";

const text = words.plans.goalForm;
const STATUSES: readonly GoalStatus[] = ["proposed", "active", "on-hold", "completed", "cancelled"];
const ACHIEVEMENTS: readonly Achievement[] = [
  "in-progress",
  "improving",
  "worsening",
  "no-change",
  "achieved",
  "not-achieved",
];

interface Props {
  planId: string;
  /** What the patient is called. */
  patient: string;
  /** The goal to change, or "new". */
  goal: Goal | "new" | null;
  onClose: () => void;
}

export function GoalDialog(props: Props) {
  const { goal, onClose } = props;
  return (
    <Modal opened={goal !== null} onClose={onClose} title={goal === "new" ? text.add : text.edit} size={520}>
      {goal ? (
        <Form key={goal === "new" ? "new" : goal.id} {...props} goal={goal === "new" ? null : goal} />
      ) : null}
    </Modal>
  );
}

function Form({ planId, patient, goal, onClose }: Omit<Props, "goal"> & { goal: Goal | null }) {
  const [said, setSaid] = useState(goal?.words ?? "");
  const [target, setTarget] = useState(goal?.target ?? "");
  const [due, setDue] = useState<string | null>(goal?.due_on ?? null);
  const [status, setStatus] = useState<GoalStatus>(
    goal?.status === "proposed" ? "active" : (goal?.status ?? "active"),
  );
  const [achievement, setAchievement] = useState<Achievement>(goal?.achievement ?? "in-progress");
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const add = useAddGoal();
  const set = useSetGoal();
  const tell = useTell();
  const missing = said.trim() === "";
  const noReason = goal !== null && reason.trim() === "";

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (missing || noReason) return;
    const fields = {
      plan_id: planId,
      words: said.trim(),
      target: target.trim() || null,
      due_on: due,
      status,
    };
    const onSuccess = () => {
      tell({ text: text.saved, detail: said.trim() });
      onClose();
    };
    if (goal) set.mutate({ ...fields, goal_id: goal.id, reason: reason.trim(), achievement }, { onSuccess });
    else add.mutate(fields, { onSuccess });
  };

  return (
    <form className={styles.form} onSubmit={submit}>
      <Textarea
        label={text.words}
        description={text.shared(patient)}
        data-autofocus
        minRows={2}
        maxLength={500}
        value={said}
        onChange={(event) => setSaid(event.currentTarget.value)}
        error={tried && missing && text.wordsMissing}
      />
      <TextInput
        label={text.target}
        maxLength={300}
        value={target}
        onChange={(event) => setTarget(event.currentTarget.value)}
      />
      <div className={styles.pair}>
        <DatePickerInput label={text.due} clearable weekendDays={[]} value={due} onChange={setDue} />
        {goal ? (
          <Select
            label={text.status}
            value={status}
            data={STATUSES.map((value) => ({ value, label: words.plans.goalStatus[value] }))}
            onChange={(value) => setStatus(STATUSES.find((one) => one === value) ?? status)}
          />
        ) : null}
      </div>
      {goal ? (
        <Select
          label={text.achievement}
          value={achievement}
          data={ACHIEVEMENTS.map((value) => ({ value, label: words.plans.achievement[value] }))}
          onChange={(value) => setAchievement(ACHIEVEMENTS.find((one) => one === value) ?? achievement)}
        />
      ) : null}
      {goal ? <Why value={reason} onChange={setReason} missing={tried && noReason} /> : null}
      <FormError error={add.error ?? set.error} />
      <DialogFooter>
        <Button onClick={onClose}>{words.common.cancel}</Button>
        <Button type="submit" variant="filled" loading={add.isPending || set.isPending}>
          {text.save}
        </Button>
      </DialogFooter>
    </form>
  );
}

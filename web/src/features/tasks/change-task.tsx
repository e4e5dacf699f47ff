/** Changing a task that was given already: only what is otherwise is sent, so that nobody writes over another's change. */
import { Button, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { ChangeTask as Fields, Task } from "../../client/types";
import { words } from "../../i18n";
import { DialogFooter } from "../../ui/confirm";
import { useTell } from "../../ui/notices";
import { FormError } from "../../ui/states";
import { useChangeTask } from "./commands";
import { DueField } from "./due-field";
import styles from "./new-task.module.css";
import { PriorityField } from "./priority-field";
import { OrderFields, type Timing, timingFrom, timingOf } from "./timing-fields";

const text = words.tasks;

interface Props {
  task: Task;
  onClose: () => void;
}

export function ChangeTask({ task, onClose }: Props) {
  const [title, setTitle] = useState(task.title);
  const [note, setNote] = useState(task.note ?? "");
  const [priority, setPriority] = useState(task.priority);
  const [due, setDue] = useState(task.due_at === null ? null : new Date(task.due_at));
  const [timing, setTiming] = useState(() => timingFrom(task));
  const change = useChangeTask();
  const tell = useTell();
  const undated = !due && !timing.latest;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (title.trim() === "" || (timing.every !== null && undated)) return;
    const fields = otherwise(task, fieldsOf(title, note, priority, due, timing));
    if (Object.keys(fields).length === 0) return onClose();
    change.mutate(
      { plan_id: task.plan_id, task_id: task.id, ...fields },
      {
        onSuccess: () => {
          tell({ text: text.change.done, detail: title.trim() });
          onClose();
        },
      },
    );
  };
  return (
    <form className={styles.form} aria-label={text.change.title} onSubmit={submit}>
      <TextInput
        label={text.form.title}
        autoFocus
        maxLength={200}
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
        error={title.trim() === "" && text.form.titleMissing}
      />
      <DueField value={due} onChange={setDue} />
      <PriorityField value={priority} onChange={setPriority} />
      <Textarea
        label={`${text.form.note} (${words.common.optional})`}
        autosize
        minRows={2}
        maxRows={8}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <OrderFields planId={task.plan_id} task={task} value={timing} onChange={setTiming} undated={undated} />
      <FormError error={change.error} />
      <DialogFooter>
        <Button onClick={onClose}>{words.common.cancel}</Button>
        <Button type="submit" variant="filled" loading={change.isPending}>
          {text.change.save}
        </Button>
      </DialogFooter>
    </form>
  );
}

function fieldsOf(title: string, note: string, priority: Task["priority"], due: Date | null, timing: Timing) {
  const { checklist: _, ...order } = timingOf(timing);
  return {
    title: title.trim(),
    note: note.trim() || null,
    priority,
    due_at: due?.toISOString() ?? null,
    ...order,
  };
}

/** Of these fields, the ones that are not as the task has them. */
function otherwise(task: Task, fields: ReturnType<typeof fieldsOf>): Partial<Fields> {
  const now = fieldsOf(
    task.title,
    task.note ?? "",
    task.priority,
    task.due_at === null ? null : new Date(task.due_at),
    timingFrom(task),
  );
  const changed = Object.entries(fields).filter(([name, value]) => value !== now[name as keyof typeof now]);
  return Object.fromEntries(changed);
}

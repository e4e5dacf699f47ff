/** Putting a task off: it leaves Today and comes back by itself. */
import { Button, Modal } from "@mantine/core";
import type { Task } from "../../client/types";
import { words } from "../../i18n";
import { clock, DAY, dayName, HOUR } from "../../lib/dates";
import { useNow } from "../../lib/now";
import { useTell } from "../../ui/notices";
import { FormError } from "../../ui/states";
import { useSnoozeTask } from "./commands";
import styles from "./snooze.module.css";

const text = words.tasks;
/** When a working day begins. */
const MORNING = 9;

/** "Tomorrow, 09:00". */
export function untilWords(until: string, now: Date): string {
  const date = new Date(until);
  return text.dueAt(dayName(date, now), clock(date));
}

function morning(days: number, now: Date): Date {
  const day = new Date(now.getTime() + days * DAY);
  day.setHours(MORNING, 0, 0, 0);
  return day;
}

function likely(now: Date): readonly { label: string; until: Date }[] {
  const toMonday = (8 - now.getDay()) % 7 || 7;
  return [
    { label: text.snooze.hour, until: new Date(now.getTime() + HOUR) },
    { label: text.snooze.hours, until: new Date(now.getTime() + 3 * HOUR) },
    { label: text.snooze.tomorrow, until: morning(1, now) },
    ...(toMonday > 1 ? [{ label: text.snooze.monday, until: morning(toMonday, now) }] : []),
  ];
}

export function SnoozeDialog({
  task,
  onClose,
}: {
  task: Pick<Task, "id" | "plan_id" | "title">;
  onClose: () => void;
}) {
  const now = useNow();
  const snooze = useSnoozeTask();
  const tell = useTell();
  const until = (at: Date) =>
    snooze.mutate(
      { plan_id: task.plan_id, task_id: task.id, until: at.toISOString() },
      {
        onSuccess: () => {
          tell({ text: text.snooze.done(untilWords(at.toISOString(), now)), detail: task.title });
          onClose();
        },
      },
    );
  return (
    <Modal opened onClose={onClose} title={text.snooze.title} size={360}>
      <div className={styles.body}>
        <p>{task.title}</p>
        {likely(now).map(({ label, until: at }, index) => (
          <Button
            key={label}
            data-autofocus={index === 0 || undefined}
            justify="space-between"
            fullWidth
            disabled={snooze.isPending}
            rightSection={<span className={styles.when}>{untilWords(at.toISOString(), now)}</span>}
            onClick={() => until(at)}
          >
            {label}
          </Button>
        ))}
        <FormError error={snooze.error} />
      </div>
    </Modal>
  );
}

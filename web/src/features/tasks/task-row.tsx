/** A task in a list: what, for whom and which goal, who does it, when; and its next state as a button. */
import { Checkbox } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import type { Task } from "../../client/types";
import { words } from "../../i18n";
import { useNow } from "../../lib/now";
import { Chip } from "../../ui/chip";
import { PersonWord } from "../../ui/person";
import { isOpen } from "./acts";
import { TaskActions } from "./task-actions";
import { TaskDue } from "./task-due";
import styles from "./task-row.module.css";
import { snoozedUntil, waitingWords } from "./words";

const text = words.tasks;

interface Props {
  task: Task;
  me: string;
  /** The patient is named: in lists across plans. */
  named?: boolean;
  present?: boolean;
  onOpen: () => void;
  /** Rows are being chosen: whether this one is, and how to say so. */
  picked?: boolean | undefined;
  onPick?: ((picked: boolean) => void) | undefined;
}

export function TaskRow({ task, me, named, present, onOpen, picked, onPick }: Props) {
  const now = useNow();
  const open = isOpen(task);
  const waits = waitingWords(task, now);
  const put = snoozedUntil(task, now);
  return (
    <div className={styles.row} data-done={!open || undefined} data-present={present || undefined}>
      {onPick ? (
        <Checkbox
          className={styles.pick}
          size="md"
          aria-label={text.giveOn.pick(task.title)}
          checked={picked ?? false}
          onChange={(event) => onPick(event.currentTarget.checked)}
        />
      ) : null}
      <button type="button" className={styles.main} data-row={task.id} onClick={onOpen}>
        <span className={styles.first}>
          {named ? <span className={styles.patient}>{task.patient_name}</span> : null}
          <span className={named ? undefined : styles.patient}>{task.title}</span>
          {task.priority === "urgent" && open ? (
            <Chip tone="danger" icon={<IconAlertTriangle aria-hidden="true" />}>
              {text.urgent}
            </Chip>
          ) : null}
        </span>
        <span className={styles.second}>
          <Who task={task} me={me} />
          {open ? <TaskDue task={task} /> : null}
          {waits ? <span className={styles.goal}>{waits}</span> : null}
          {put ? <span>{text.snoozed(put)}</span> : null}
          {task.checklist_length > 0 ? (
            <span>{text.tickedOff(task.checklist_ticked, task.checklist_length)}</span>
          ) : null}
          {task.repeat_days && open ? <span>{text.repeats(task.repeat_days)}</span> : null}
          {task.goal ? <span className={styles.goal}>{text.forGoal(task.goal.words)}</span> : null}
        </span>
      </button>
      <span className={styles.state}>
        <StatusWord status={task.status} />
      </span>
      <span className={styles.actions}>
        <TaskActions task={task} />
      </span>
    </div>
  );
}

/** A task's state: a chip where something moves or is over, a quiet word where it waits. */
export function StatusWord({ status }: Pick<Task, "status">) {
  if (status === "requested" || status === "accepted")
    return <span className={styles.waits}>{text.status[status]}</span>;
  const tone = status === "completed" ? "good" : status === "in-progress" ? "accent" : "neutral";
  return <Chip tone={tone}>{text.status[status]}</Chip>;
}

/** The owner, else the role whose pool it waits in. */
export function Who({ task, me }: { task: Task; me: string }) {
  if (task.owner) return <PersonWord person={task.owner} me={me} />;
  return <span>{task.pool ? words.common.anyOf[task.pool] : text.noOwner}</span>;
}

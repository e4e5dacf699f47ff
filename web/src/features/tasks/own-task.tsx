/** A task as its patient reads it: what, by when, for which goal. What is late is not held against anybody. */
import { IconChecklist } from "@tabler/icons-react";
import type { Task } from "../../client/types";
import { words } from "../../i18n";
import { clock, dayName, daysBetween, shortDate } from "../../lib/dates";
import { useNow } from "../../lib/now";
import { isOpen } from "./acts";
import styles from "./own-task.module.css";
import { Who } from "./task-row";

const text = words.patient;

/** "By tomorrow, 15:00", "Was for Monday", "Done 3 Nov". */
export function ownDueWords(task: Task, now: Date): string {
  if (task.status === "cancelled") return text.cancelled;
  if (!isOpen(task)) return text.doneAt(shortDate(new Date(task.completed_at ?? task.created_at), now));
  if (task.waits_for) return task.waits_for.title ? text.after(task.waits_for.title) : text.afterTeam;
  if (task.not_before && new Date(task.not_before) > now)
    return text.from(dayName(new Date(task.not_before), now));
  if (!task.due_at) return text.noDue;
  const due = new Date(task.due_at);
  const day = dayName(due, now);
  if (due < now) return text.wasFor(day);
  return text.dueBy(daysBetween(now, due) <= 1 ? words.tasks.dueAt(day, clock(due)) : day);
}

export function OwnTaskWords({ task, large }: { task: Task; large?: boolean }) {
  const now = useNow();
  return (
    <span className={styles.task} data-large={large || undefined} data-done={!isOpen(task) || undefined}>
      <strong>{task.title}</strong>
      <span className={styles.when}>{ownDueWords(task, now)}</span>
      {task.goal && large ? <span className={styles.when}>{text.forGoal(task.goal.words)}</span> : null}
    </span>
  );
}

/** A task of somebody else on the plan, as a line of its goal. */
export function OwnTaskLine({ task, me }: { task: Task; me: string }) {
  const now = useNow();
  return (
    <li className={styles.line}>
      <IconChecklist size={20} aria-hidden="true" />
      <span className={styles.task}>
        <span>{task.title}</span>
        <span className={styles.who}>
          <Who task={task} me={me} />
          {task.due_at ? <span>{ownDueWords(task, now)}</span> : null}
        </span>
      </span>
    </li>
  );
}

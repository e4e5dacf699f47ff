/** When a task is due. What a patient or a supporter does themselves is late without a clock and without colour. */
import type { Task } from "../../client/types";
import { words } from "../../i18n";
import { dayName, daysBetween } from "../../lib/dates";
import { Due } from "../../ui/time";
import { isOpen } from "./acts";
import { dueWords } from "./words";

/** "today", "was for Monday". */
function pastWords(date: Date, now: Date): string {
  const day = dayName(date, now);
  return daysBetween(now, date) === 0 ? day : words.tasks.wasDue(day);
}

/** Nothing where it has no day. */
export function TaskDue({ task }: { task: Task }) {
  if (!task.due_at) return null;
  const theirs = task.owner?.role === "patient" || task.owner?.role === "supporter";
  return (
    <Due
      at={task.due_at}
      open={isOpen(task)}
      calm={theirs}
      words={(date, late, now) => (theirs && late ? pastWords(date, now) : dueWords(date, late, now))}
    />
  );
}

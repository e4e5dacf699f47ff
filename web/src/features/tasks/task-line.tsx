/** A task as a line of its goal's card: what, who, when. */
import { IconChecklist } from "@tabler/icons-react";
import type { Task } from "../../client/types";
import { useNow } from "../../lib/now";
import { Line } from "../../ui/line";
import { isOpen } from "./acts";
import { TaskDue } from "./task-due";
import { Who } from "./task-row";
import { stateWords } from "./words";

export function TaskLine({
  task,
  me,
  lit,
  onOpen,
}: {
  task: Task;
  me: string;
  lit: boolean;
  onOpen: () => void;
}) {
  const now = useNow();
  const open = isOpen(task);
  return (
    <Line
      id={task.id}
      title={task.title}
      icon={<IconChecklist aria-hidden="true" />}
      who={<Who task={task} me={me} />}
      state={task.due_at && open ? <TaskDue task={task} /> : stateWords(task, now)}
      done={!open}
      lit={lit}
      onOpen={onOpen}
    />
  );
}

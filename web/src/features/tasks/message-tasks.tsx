/** What became of a message: the tasks made from it, and where they stand. */
import { IconChecklist } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Task } from "../../client/types";
import { words } from "../../i18n";
import { shortName } from "../../lib/names";
import styles from "./message-tasks.module.css";
import { conversationTasksQuery } from "./queries";

const text = words.tasks;

/** The tasks of a conversation by the message they came from. */
export function useMessageTasks(
  planId: string,
  conversationId: string | undefined,
): ReadonlyMap<string, readonly Task[]> {
  const { data } = useInfiniteQuery({
    ...conversationTasksQuery(planId, conversationId ?? ""),
    enabled: conversationId !== undefined,
  });
  return useMemo(() => {
    const byMessage = new Map<string, Task[]>();
    for (const task of data?.pages.flatMap((page) => page.items) ?? []) {
      if (!task.message_id) continue;
      byMessage.set(task.message_id, [...(byMessage.get(task.message_id) ?? []), task]);
    }
    return byMessage;
  }, [data]);
}

function whoHas(task: Task, me: string): string {
  if (task.owner) return task.owner.id === me ? words.common.you : shortName(task.owner.name);
  return task.pool ? (words.common.anyOf[task.pool] ?? "") : "";
}

/** A line per task under its message: "Task: Send the worksheet. Anna, in progress". */
export function MessageTasks({
  tasks,
  me,
  onOpen,
}: {
  tasks: readonly Task[];
  me: string;
  onOpen: (taskId: string) => void;
}) {
  return tasks.map((task) => (
    <button key={task.id} type="button" className={styles.task} onClick={() => onOpen(task.id)}>
      <IconChecklist size={16} aria-hidden="true" />
      <span className={styles.title}>{task.title}</span>
      <span className={styles.state}>{text.whoAndState(whoHas(task, me), text.status[task.status])}</span>
    </button>
  ));
}

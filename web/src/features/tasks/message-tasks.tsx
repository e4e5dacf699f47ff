/** What became of a message: the tasks made from it, and where they stand. */
import { IconChecklist } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { type ReactNode, useMemo } from "react";
import type { Task } from "../../client/types";
import { words } from "../../i18n";
import { shortName } from "../../lib/names";
import { Clock } from "../../ui/time";
import styles from "./message-tasks.module.css";
import { citedTasksQuery, conversationTasksQuery } from "./queries";

const text = words.tasks;

interface ConversationTasks {
  /** By the message they came from. */
  under: ReadonlyMap<string, readonly Task[]>;
  /** Those that were done, as lines of the conversation at their time. */
  notes: readonly { key: string; at: string; content: ReactNode }[];
}

/** The tasks of a conversation: where they stand, and when they were done. */
export function useMessageTasks(
  planId: string,
  conversationId: string | undefined,
  me: string,
): ConversationTasks {
  const { data } = useInfiniteQuery({
    ...conversationTasksQuery(planId, conversationId ?? ""),
    enabled: conversationId !== undefined,
  });
  return useMemo(() => {
    const tasks = data?.pages.flatMap((page) => page.items) ?? [];
    const under = new Map<string, Task[]>();
    for (const task of tasks) {
      if (task.message_id) under.set(task.message_id, [...(under.get(task.message_id) ?? []), task]);
    }
    const notes = tasks.flatMap((task) =>
      task.status === "completed" && task.completed_at
        ? [
            {
              key: task.id,
              at: task.completed_at,
              content: <Done task={task} at={task.completed_at} me={me} />,
            },
          ]
        : [],
    );
    return { under, notes };
  }, [data, me]);
}

/** So many of the newest tasks that a conversation speaks of are named in it. */
const NAMED = 100;

/** The tasks that messages of a conversation are about, by their id. `refs`: what its messages are about, the newest last. */
export function useCitedTasks(planId: string, refs: readonly string[]): ReadonlyMap<string, Task> {
  const ids = [...new Set(refs)].slice(-NAMED).sort();
  const { data } = useInfiniteQuery({ ...citedTasksQuery(planId, ids), enabled: ids.length > 0 });
  return useMemo(
    () => new Map(data?.pages.flatMap((page) => page.items.map((task) => [task.id, task] as const))),
    [data],
  );
}

/** "Anna did “Send the worksheet”, 14:02". */
function Done({ task, at, me }: { task: Task; at: string; me: string }) {
  return (
    <>
      {text.doneLine(whoHas(task, me), task.title)} <Clock at={at} />
    </>
  );
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

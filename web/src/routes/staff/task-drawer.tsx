/** A task over whatever page one is on; its address can be kept and shared. */
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useRef } from "react";
import { words } from "../../i18n";
import { useMyId } from "../../live/session";
import { SideDrawer } from "../../ui/side-drawer";
import { RowsSkeleton } from "../../ui/states";
import { TaskComments } from "../task-comments";
import styles from "./task-drawer.module.css";

const TaskDetail = lazy(() =>
  import("../../features/tasks/task-detail").then((module) => ({ default: module.TaskDetail })),
);

/** Opens a task over the present page. */
export function useOpenTask(): (planId: string, taskId: string) => void {
  const navigate = useNavigate();
  return (planId, taskId) =>
    void navigate({
      to: ".",
      search: (before: object) => ({ ...before, task: `${planId}.${taskId}` }),
    } as never);
}

export function TaskDrawer() {
  const { task } = useSearch({ from: "/signed/staff" });
  const navigate = useNavigate();
  const me = useMyId();
  const last = useRef(task);
  if (task) last.current = task;
  const [planId = "", taskId = ""] = (task ?? last.current ?? "").split(".");
  const close = () =>
    void navigate({ to: ".", search: (before: object) => ({ ...before, task: undefined }) } as never);
  return (
    <SideDrawer opened={task !== undefined} onClose={close} title={words.tasks.one} size={460}>
      {taskId ? (
        <Suspense fallback={<RowsSkeleton rows={4} />}>
          <TaskDetail
            key={taskId}
            planId={planId}
            taskId={taskId}
            me={me}
            onClose={close}
            comments={(one) => (
              <TaskComments
                task={one}
                link={(talk, message, when) => (
                  <Link
                    to="/plans/$planId"
                    params={{ planId }}
                    search={{ talk, side: "talk", message }}
                    className={styles.when}
                    title={words.messaging.comments.show}
                    onClick={close}
                  >
                    {when}
                  </Link>
                )}
              />
            )}
          />
        </Suspense>
      ) : null}
    </SideDrawer>
  );
}

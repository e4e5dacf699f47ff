/** The one task that comes next, with what one can do about it, and how much follows. */
import { IconChevronRight } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { OwnTaskWords } from "../../features/tasks/own-task";
import { tasksQuery } from "../../features/tasks/queries";
import { TaskActions } from "../../features/tasks/task-actions";
import { words } from "../../i18n";
import { Panel, PanelText } from "../../ui/panel";
import panel from "../../ui/panel.module.css";
import { Bone, ErrorState } from "../../ui/states";
import styles from "./next-task.module.css";
import { OwnExerciseLink } from "./own-exercise";

const text = words.patient;

/** `quiet`: where nothing is to be done, nothing stands there. */
export function NextTask({ planId, quiet }: { planId: string; quiet: boolean }) {
  const query = useInfiniteQuery(tasksQuery("mine"));
  const all = query.data?.pages.flatMap((page) => page.items) ?? [];
  const tasks = all.filter((task) => task.plan_id === planId);
  const task = tasks[0];
  const more = tasks.length - 1;
  if (quiet && !task) return null;
  return (
    <Panel title={text.next}>
      {query.isPending ? (
        <PanelText>
          <Bone width="70%" />
          <Bone width="40%" />
        </PanelText>
      ) : null}
      {query.isError && !query.data ? (
        <ErrorState error={query.error} retry={() => void query.refetch()} />
      ) : null}
      {task ? (
        <PanelText>
          <Link
            to="/plan/tasks/$planId/$taskId"
            params={{ planId: task.plan_id, taskId: task.id }}
            className={styles.task}
          >
            <OwnTaskWords task={task} large />
          </Link>
          <div className={styles.acts}>
            {task.piece ? <OwnExerciseLink task={task} /> : <TaskActions task={task} plain />}
          </div>
        </PanelText>
      ) : null}
      {query.data && !task ? (
        <PanelText>
          <div>
            <p>{text.nothingNext}</p>
            <p className={panel.note}>{text.nothingNextBody}</p>
          </div>
        </PanelText>
      ) : null}
      {more > 0 ? (
        <Link to="/plan" hash="to-do" className={panel.row}>
          <span>{text.moreToDo(more)}</span>
          <IconChevronRight size={20} aria-hidden="true" />
        </Link>
      ) : null}
    </Panel>
  );
}

/** The tasks of one plan: what is open, and what was done. */
import { Button, SegmentedControl } from "@mantine/core";
import { IconChecklist, IconPlus } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { planTasksQuery } from "../../../features/tasks/queries";
import { TaskRow } from "../../../features/tasks/task-row";
import { words } from "../../../i18n";
import { useMyId } from "../../../live/session";
import { Listing } from "../../../ui/listing";
import { EmptyState, RowsSkeleton } from "../../../ui/states";
import { useListKeys } from "../../../ui/use-list-keys";
import { usePlanPage } from "./context";
import styles from "./tasks-tab.module.css";

const text = words.tasks;

export function TasksTab() {
  const { plan, makeTask, openTask } = usePlanPage();
  const [shown, setShown] = useState<"open" | "done">("open");
  const me = useMyId();
  const pages = useInfiniteQuery(planTasksQuery(plan.id, shown));
  const tasks = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const list = useListKeys();
  return (
    <div className={styles.tab}>
      <div className={styles.head}>
        <SegmentedControl
          aria-label={text.shownLabel}
          value={shown}
          onChange={(value) => setShown(value === "done" ? "done" : "open")}
          data={[
            { value: "open", label: text.shownOpen },
            { value: "done", label: text.shownDone },
          ]}
        />
        {plan.may.includes("task.assign") ? (
          <Button
            variant="subtle"
            color="accent"
            size="compact-sm"
            leftSection={<IconPlus size={16} />}
            onClick={() => makeTask({})}
          >
            {text.newTask}
          </Button>
        ) : null}
      </div>
      <div className={styles.list} ref={list}>
        <Listing
          query={pages}
          count={tasks.length}
          skeleton={<RowsSkeleton rows={5} />}
          empty={
            <EmptyState icon={<IconChecklist />} title={shown === "open" ? text.emptyPlan : text.emptyDone}>
              {shown === "open" ? text.emptyPlanBody : null}
            </EmptyState>
          }
        >
          {tasks.map((task) => (
            <TaskRow key={task.id} task={task} me={me} onOpen={() => openTask(task.id)} />
          ))}
        </Listing>
      </div>
    </div>
  );
}

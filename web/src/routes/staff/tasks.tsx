/** Tasks across plans: mine, to claim, and those I gave to others. */
import { Button, Menu } from "@mantine/core";
import { IconChecklist, IconDots, IconPlus, IconUserShare } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import type { Task } from "../../client/types";
import { mayAct } from "../../features/tasks/acts";
import { SCOPES, type Scope, tasksQuery } from "../../features/tasks/queries";
import { SnoozeDialog } from "../../features/tasks/snooze";
import { useTaskActor } from "../../features/tasks/task-actions";
import { TaskRow } from "../../features/tasks/task-row";
import { words } from "../../i18n";
import { useMyId } from "../../live/session";
import { IconButton } from "../../ui/icon-button";
import { Listing } from "../../ui/listing";
import { Card, Page, PageHeader } from "../../ui/page";
import { EmptyState, RowsSkeleton } from "../../ui/states";
import { Tabs } from "../../ui/tabs";
import { useFocusBack } from "../../ui/use-focus-back";
import { useListKeys } from "../../ui/use-list-keys";
import { useTitle } from "../../ui/use-title";
import { useOpenTask } from "./task-drawer";
import styles from "./tasks.module.css";

const NewTaskDialog = lazy(() =>
  import("./new-task-dialog").then((module) => ({ default: module.NewTaskDialog })),
);

const GiveAll = lazy(() =>
  import("../../features/tasks/give-all").then((module) => ({ default: module.GiveAll })),
);

const text = words.tasks;
const EMPTY: Readonly<Record<Scope, { title: string; body: string }>> = {
  mine: { title: text.emptyMine, body: text.emptyMineBody },
  pool: { title: text.emptyPool, body: text.emptyPoolBody },
  assigned: { title: text.emptyAssigned, body: text.emptyAssignedBody },
};

export function TasksPage() {
  const { scope = "mine" } = useSearch({ from: "/signed/staff/tasks" });
  const navigate = useNavigate({ from: "/tasks" });
  const me = useMyId();
  const openTask = useOpenTask();
  const { run } = useTaskActor();
  const [making, setMaking] = useState(false);
  const [giving, setGiving] = useState(false);
  const [snoozing, setSnoozing] = useState<Task | null>(null);
  useFocusBack(making || giving || snoozing !== null);
  const pages = useInfiniteQuery(tasksQuery(scope));
  const tasks = pages.data?.pages.flatMap((page) => page.items) ?? [];
  useTitle(text.title);
  const list = useListKeys({
    c: (id) => {
      const task = tasks.find((one) => one.id === id);
      if (task && mayAct(task, "claim")) run(task, "claim", null);
    },
    e: (id) => {
      const task = tasks.find((one) => one.id === id);
      if (task && mayAct(task, "completion")) run(task, "completion", null);
    },
    s: (id) => setSnoozing(tasks.find((one) => one.id === id && one.may.includes("task.snooze")) ?? null),
    n: () => setMaking(true),
  });

  return (
    <Page>
      <PageHeader title={text.title}>
        <Menu width={250} position="bottom-end">
          <Menu.Target>
            <IconButton label={text.moreTasks} size={36}>
              <IconDots size={18} />
            </IconButton>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconUserShare size={18} />} onClick={() => setGiving(true)}>
              {text.giveAll.act}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
        <Button leftSection={<IconPlus size={18} />} onClick={() => setMaking(true)}>
          {text.newTask}
        </Button>
      </PageHeader>
      <div className={styles.tabs}>
        <Tabs
          label={text.scopeLabel}
          present={scope}
          onOpen={(id) =>
            void navigate({ search: { scope: SCOPES.find((one) => one === id) }, replace: true })
          }
          tabs={SCOPES.map((id) => ({ id, label: text.scopes[id] }))}
        />
      </div>
      <Card label={text.scopes[scope]}>
        <Listing
          query={pages}
          count={tasks.length}
          skeleton={<RowsSkeleton rows={6} />}
          empty={
            <EmptyState icon={<IconChecklist />} title={EMPTY[scope].title}>
              {EMPTY[scope].body}
            </EmptyState>
          }
        >
          <div ref={list} className={styles.list}>
            {tasks.map((task) => (
              <TaskRow
                key={task.id}
                task={task}
                me={me}
                named
                onOpen={() => openTask(task.plan_id, task.id)}
              />
            ))}
          </div>
        </Listing>
      </Card>
      {snoozing ? <SnoozeDialog task={snoozing} onClose={() => setSnoozing(null)} /> : null}
      <Suspense>{giving ? <GiveAll onClose={() => setGiving(false)} /> : null}</Suspense>
      <Suspense>{making ? <NewTaskDialog onClose={() => setMaking(false)} /> : null}</Suspense>
    </Page>
  );
}

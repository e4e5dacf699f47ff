/** The tasks of one plan: what is open, and what was done; several are given on at once, many made from a template. */
import { Button, Menu, SegmentedControl } from "@mantine/core";
import {
  IconChecklist,
  IconDots,
  IconPlus,
  IconTemplate,
  IconUserShare,
  IconYoga,
} from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { GivenExercises } from "../../../features/library/given";
import { planTasksQuery } from "../../../features/tasks/queries";
import { TaskRow } from "../../../features/tasks/task-row";
import { words } from "../../../i18n";
import { shortName } from "../../../lib/names";
import { useMyId } from "../../../live/session";
import { IconButton } from "../../../ui/icon-button";
import { Listing } from "../../../ui/listing";
import { EmptyState, RowsSkeleton } from "../../../ui/states";
import { useFocusBack } from "../../../ui/use-focus-back";
import { useListKeys } from "../../../ui/use-list-keys";
import { usePlanPage } from "./context";
import { taskPlanOf } from "./task-plan";
import styles from "./tasks-tab.module.css";

const ApplyTemplate = lazy(() =>
  import("../../../features/tasks/apply-template").then((module) => ({ default: module.ApplyTemplate })),
);
const GiveExercise = lazy(() =>
  import("../../../features/library/give-exercise").then((module) => ({ default: module.GiveExercise })),
);
const GiveOn = lazy(() =>
  import("../../../features/tasks/give-on").then((module) => ({ default: module.GiveOn })),
);

const text = words.tasks;
type Dialog = "template" | "give" | "exercise" | null;

export function TasksTab() {
  const { plan, makeTask, openTask } = usePlanPage();
  const [shown, setShown] = useState<"open" | "done">("open");
  const [picked, setPicked] = useState<ReadonlySet<string> | null>(null);
  const [dialog, setDialog] = useState<Dialog>(null);
  useFocusBack(dialog !== null);
  const me = useMyId();
  const pages = useInfiniteQuery(planTasksQuery(plan.id, shown));
  const tasks = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const mayGive = (task: (typeof tasks)[number]) => task.may.includes("task.reassign");
  const chosen = tasks.filter((task) => picked?.has(task.id) && mayGive(task)).map(({ id }) => id);
  const list = useListKeys();
  const pick = (id: string, on: boolean) =>
    setPicked((before) => new Set([...(before ?? [])].filter((one) => one !== id).concat(on ? [id] : [])));
  return (
    <div className={styles.tab}>
      <div className={styles.head}>
        <SegmentedControl
          aria-label={text.shownLabel}
          value={shown}
          onChange={(value) => {
            setShown(value === "done" ? "done" : "open");
            setPicked(null);
          }}
          data={[
            { value: "open", label: text.shownOpen },
            { value: "done", label: text.shownDone },
          ]}
        />
        {picked ? (
          <div className={styles.acts}>
            <span role="status">{text.giveOn.chosen(chosen.length)}</span>
            <Button size="compact-sm" onClick={() => setPicked(null)}>
              {text.giveOn.stop}
            </Button>
            <Button
              size="compact-sm"
              variant="filled"
              disabled={chosen.length === 0}
              onClick={() => setDialog("give")}
            >
              {text.giveOn.act}
            </Button>
          </div>
        ) : plan.may.includes("task.assign") ? (
          <div className={styles.acts}>
            <Button
              variant="subtle"
              color="accent"
              size="compact-sm"
              leftSection={<IconPlus size={16} />}
              onClick={() => makeTask({})}
            >
              {text.newTask}
            </Button>
            <Menu width={230}>
              <Menu.Target>
                <IconButton label={text.moreTasks} size={32}>
                  <IconDots size={18} />
                </IconButton>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item leftSection={<IconTemplate size={18} />} onClick={() => setDialog("template")}>
                  {text.template.act}
                </Menu.Item>
                <Menu.Item leftSection={<IconYoga size={18} />} onClick={() => setDialog("exercise")}>
                  {words.library.staff.give}
                </Menu.Item>
                <Menu.Item
                  leftSection={<IconUserShare size={18} />}
                  disabled={!tasks.some(mayGive)}
                  onClick={() => setPicked(new Set())}
                >
                  {text.giveOn.choose}
                </Menu.Item>
              </Menu.Dropdown>
            </Menu>
          </div>
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
            <TaskRow
              key={task.id}
              task={task}
              me={me}
              onOpen={() => openTask(task.id)}
              picked={picked?.has(task.id)}
              onPick={picked && mayGive(task) ? (on) => pick(task.id, on) : undefined}
            />
          ))}
        </Listing>
      </div>
      <GivenExercises planId={plan.id} onOpen={openTask} />
      <Suspense>
        {dialog === "template" ? (
          <ApplyTemplate plan={taskPlanOf(plan)} onClose={() => setDialog(null)} />
        ) : null}
        {dialog === "exercise" ? (
          <GiveExercise
            planId={plan.id}
            patient={shortName(plan.patient.name)}
            goals={plan.goals.filter(({ status }) => status !== "cancelled")}
            onClose={() => setDialog(null)}
          />
        ) : null}
        {dialog === "give" ? (
          <GiveOn
            plan={taskPlanOf(plan)}
            me={me}
            taskIds={chosen}
            onClose={() => setDialog(null)}
            onGiven={() => {
              setDialog(null);
              setPicked(null);
            }}
          />
        ) : null}
      </Suspense>
    </div>
  );
}

/** The plan itself: where it stands, its goals with their steps and tasks, and who reviewed it last. */
import { Button } from "@mantine/core";
import { IconPlus, IconTargetArrow } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useState } from "react";
import type { Goal, PlanItem, Task } from "../../../client/types";
import { assessmentQuery } from "../../../features/assessment/queries";
import { Reviewed } from "../../../features/assessment/reviewed";
import { isOver, nameOf } from "../../../features/assessment/words";
import { GoalCard, ItemLine } from "../../../features/plans/goal-card";
import { Phases } from "../../../features/plans/phases";
import { lastingTeam } from "../../../features/plans/queries";
import { planTasksQuery } from "../../../features/tasks/queries";
import { TaskLine } from "../../../features/tasks/task-line";
import { words } from "../../../i18n";
import { ago } from "../../../lib/dates";
import { shortName } from "../../../lib/names";
import { useNow } from "../../../lib/now";
import { useMyId } from "../../../live/session";
import { EmptyState } from "../../../ui/states";
import { useFocusBack } from "../../../ui/use-focus-back";
import { usePlanPage } from "./context";
import styles from "./plan-tab.module.css";
import { Standing } from "./standing";

const GoalDialog = lazy(() =>
  import("../../../features/plans/goal-dialog").then((module) => ({ default: module.GoalDialog })),
);
const ItemDialog = lazy(() =>
  import("../../../features/plans/item-dialog").then((module) => ({ default: module.ItemDialog })),
);

const text = words.plans;

export function PlanTab() {
  const { plan, lit, makeTask } = usePlanPage();
  const tasks =
    useInfiniteQuery(planTasksQuery(plan.id, "open")).data?.pages.flatMap((page) => page.items) ?? [];
  const [goal, setGoal] = useState<Goal | "new" | null>(null);
  const [item, setItem] = useState<PlanItem | "new" | null>(null);
  useFocusBack(goal !== null || item !== null);
  const may = (action: (typeof plan.may)[number]) => plan.may.includes(action);
  const live = plan.goals.filter((one) => one.status !== "cancelled");
  const known = new Set(live.map((one) => one.id));
  const looseItems = plan.items.filter((one) => !one.goal_id || !known.has(one.goal_id));
  const looseTasks = tasks.filter((task) => !task.goal || !known.has(task.goal.id));

  // What was chosen in the conversation comes into view here.
  useEffect(() => {
    if (lit)
      document
        .querySelector(`[data-line="${lit}"]`)
        ?.scrollIntoView({ block: "nearest", behavior: "smooth" });
  }, [lit]);

  return (
    <div className={styles.plan}>
      <Standing />
      <Phases present={plan.phase} items={plan.items} />
      <div className={styles.lead}>
        <h2 className={styles.title}>{plan.title}</h2>
        {plan.summary ? <p className={styles.summary}>{plan.summary}</p> : null}
      </div>
      <section className={styles.goals}>
        <header className={styles.head}>
          <h2>{text.goals}</h2>
          {may("goal.set") ? <AddButton label={text.addGoal} onClick={() => setGoal("new")} /> : null}
          {may("item.set") ? <AddButton label={text.addItem} onClick={() => setItem("new")} /> : null}
          {may("task.assign") ? <AddButton label={text.newTask} onClick={() => makeTask({})} strong /> : null}
        </header>
        {live.length === 0 ? (
          <div className={styles.none}>
            <EmptyState icon={<IconTargetArrow />} title={text.noGoals}>
              {text.noGoalsBody}
            </EmptyState>
          </div>
        ) : null}
        {live.map((one) => (
          <OneGoal key={one.id} goal={one} tasks={tasks} onEdit={setGoal} onEditItem={setItem} />
        ))}
        {looseItems.length + looseTasks.length > 0 ? (
          <section className={styles.loose}>
            <h3>{text.otherSteps}</h3>
            <Lines items={looseItems} tasks={looseTasks} onEditItem={setItem} />
          </section>
        ) : null}
      </section>
      <Foot />
      <Suspense>
        {goal ? (
          <GoalDialog
            planId={plan.id}
            patient={shortName(plan.patient.name)}
            goal={goal}
            onClose={() => setGoal(null)}
          />
        ) : null}
        {item ? (
          <ItemDialog
            planId={plan.id}
            phase={plan.phase}
            next={Math.max(0, ...plan.items.map(({ position }) => position + 1))}
            goals={live}
            team={lastingTeam(plan)}
            item={item}
            onClose={() => setItem(null)}
          />
        ) : null}
      </Suspense>
    </div>
  );
}

function AddButton({ label, onClick, strong }: { label: string; onClick: () => void; strong?: boolean }) {
  return (
    <Button
      variant="subtle"
      color={strong ? "accent" : "gray"}
      size="compact-sm"
      leftSection={<IconPlus size={16} />}
      onClick={onClick}
    >
      {label}
    </Button>
  );
}

interface GoalProps {
  goal: Goal;
  tasks: readonly Task[];
  onEdit: (goal: Goal) => void;
  onEditItem: (item: PlanItem) => void;
}

function OneGoal({ goal, tasks, onEdit, onEditItem }: GoalProps) {
  const { plan, lit, light, makeTask } = usePlanPage();
  const items = plan.items.filter((item) => item.goal_id === goal.id && item.status !== "cancelled");
  const own = tasks.filter((task) => task.goal?.id === goal.id);
  return (
    <GoalCard
      goal={goal}
      lit={lit}
      onLight={(id) => light(lit === id ? null : id)}
      onEdit={plan.may.includes("goal.set") ? () => onEdit(goal) : undefined}
      onTask={plan.may.includes("task.assign") ? () => makeTask({ goalId: goal.id }) : undefined}
    >
      <LineItems items={items} tasks={own} onEditItem={onEditItem} />
      {items.length + own.length === 0 ? <li className={styles.noLines}>{text.noLines}</li> : null}
    </GoalCard>
  );
}

interface LinesProps {
  items: readonly PlanItem[];
  tasks: readonly Task[];
  onEditItem: (item: PlanItem) => void;
}

function Lines(props: LinesProps) {
  return (
    <ul className={styles.lines}>
      <LineItems {...props} />
    </ul>
  );
}

function LineItems({ items, tasks, onEditItem }: LinesProps) {
  const { plan, lit, light, openTask } = usePlanPage();
  const me = useMyId();
  return (
    <>
      {items.map((item) => (
        <ItemLine
          key={item.id}
          item={item}
          me={me}
          lit={lit === item.id}
          onLight={() => light(lit === item.id ? null : item.id)}
          onEdit={plan.may.includes("item.set") ? () => onEditItem(item) : undefined}
        />
      ))}
      {tasks.map((task) => (
        <TaskLine key={task.id} task={task} me={me} lit={lit === task.id} onOpen={() => openTask(task.id)} />
      ))}
    </>
  );
}

function Foot() {
  const { plan } = usePlanPage();
  const together = useQuery(assessmentQuery(plan.id)).data;
  const me = useMyId();
  const now = useNow();
  const { last_reviewed: reviewed } = plan;
  const conditions =
    together?.findings.filter(({ body }) => body.kind === "condition" && !isOver(body)) ?? [];
  const when = reviewed ? ago(new Date(reviewed.at), now) : "";
  return (
    <footer className={styles.foot}>
      {conditions.length > 0 ? (
        <p>
          {text.conditions} {words.common.andMore(conditions.map(({ body }) => nameOf(body)))}.
        </p>
      ) : null}
      <p>
        {text.versionLine(plan.version)}{" "}
        {reviewed
          ? reviewed.author.id === me
            ? text.reviewedByYou(when)
            : text.reviewedBy(reviewed.author.name, when)
          : null}
      </p>
      {together ? <Reviewed planId={plan.id} data={together} /> : null}
    </footer>
  );
}

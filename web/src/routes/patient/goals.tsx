/** The goals of the plan, each with its steps and the tasks that are open for it. */
import { useInfiniteQuery } from "@tanstack/react-query";
import type { ReadablePlan } from "../../client/types";
import { OwnGoal, OwnSteps } from "../../features/plans/own-goal";
import { OwnTaskLine } from "../../features/tasks/own-task";
import { planTasksQuery } from "../../features/tasks/queries";
import { words } from "../../i18n";
import { useMyId } from "../../live/session";
import { Panel, PanelText } from "../../ui/panel";
import panel from "../../ui/panel.module.css";

const text = words.patient;

export function Goals({ plan, own }: { plan: ReadablePlan; own: boolean }) {
  const me = useMyId();
  const open =
    useInfiniteQuery(planTasksQuery(plan.id, "open")).data?.pages.flatMap((page) => page.items) ?? [];
  const others = open.filter((task) => task.owner?.id !== me);
  const steps = plan.items.filter(({ status }) => status !== "cancelled");
  const loose = steps.filter(({ goal_id }) => goal_id === null);
  const looseTasks = others.filter(({ goal }) => goal === null);
  const rank = (status: string) => (status === "active" ? 0 : status === "proposed" ? 1 : 2);
  const goals = plan.goals
    .filter(({ status }) => status !== "cancelled")
    .toSorted((one, other) => rank(one.status) - rank(other.status));
  return (
    <>
      {goals.length === 0 ? (
        <Panel title={text.goals}>
          <PanelText>
            <div>
              <p>{text.noGoals}</p>
              <p className={panel.note}>
                {plan.may.includes("goal.propose") ? text.noGoalsBody : text.noGoalsBodyPlain}
              </p>
            </div>
          </PanelText>
        </Panel>
      ) : null}
      {goals.map((goal) => (
        <OwnGoal key={goal.id} goal={goal} mine={own && goal.proposed_by === me}>
          <OwnSteps items={steps.filter(({ goal_id }) => goal_id === goal.id)} me={me} />
          {others
            .filter((task) => task.goal?.id === goal.id)
            .map((task) => (
              <OwnTaskLine key={task.id} task={task} me={me} />
            ))}
        </OwnGoal>
      ))}
      {loose.length > 0 || looseTasks.length > 0 ? (
        <Panel title={text.otherSteps}>
          <ul>
            <OwnSteps items={loose} me={me} />
            {looseTasks.map((task) => (
              <OwnTaskLine key={task.id} task={task} me={me} />
            ))}
          </ul>
        </Panel>
      ) : null}
    </>
  );
}

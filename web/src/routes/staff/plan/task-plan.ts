/** What a new task can choose from, taken from the plan. */
import type { PlanDetail } from "../../../client/types";
import { lastingTeam } from "../../../features/plans/queries";
import type { TaskPlan } from "../../../features/tasks/new-task";

export function taskPlanOf(plan: PlanDetail): TaskPlan {
  return {
    id: plan.id,
    patient: { id: plan.patient.person_id, name: plan.patient.name, role: "patient" },
    team: lastingTeam(plan),
    goals: plan.goals.filter(({ status }) => status === "active" || status === "proposed"),
    items: plan.items.filter(({ status }) => status === "planned" || status === "active"),
  };
}

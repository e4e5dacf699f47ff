/** What a new task can choose from, taken from the plan. */
import type { PlanDetail } from "../../../client/types";
import type { TaskPlan } from "../../../features/tasks/new-task";

export function taskPlanOf(plan: PlanDetail): TaskPlan {
  return {
    id: plan.id,
    patient: { id: plan.patient.person_id, name: plan.patient.name, role: "patient" },
    team: plan.team.map(({ person }) => person),
    goals: plan.goals.filter(({ status }) => status === "active" || status === "proposed"),
    items: plan.items.filter(({ status }) => status === "planned" || status === "active"),
  };
}

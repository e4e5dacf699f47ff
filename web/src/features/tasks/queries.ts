/** Tasks: mine across plans, and those of one plan. */
import { read, readPages } from "../../client/api";

export type Scope = "mine" | "pool" | "assigned";
export const SCOPES: readonly Scope[] = ["mine", "pool", "assigned"];

export function tasksQuery(scope: Scope) {
  return readPages("/api/tasks", { params: { query: { scope } } });
}

export function planTasksQuery(planId: string, status: "open" | "done" | "all") {
  return readPages("/api/plans/{plan_id}/tasks", {
    params: { path: { plan_id: planId }, query: { status } },
  });
}

/** Every task that came from a message of this conversation, whatever became of it. */
export function conversationTasksQuery(planId: string, conversationId: string) {
  return readPages("/api/plans/{plan_id}/tasks", {
    params: {
      path: { plan_id: planId },
      query: { status: "all", conversation_id: conversationId, limit: 100 },
    },
  });
}

/** These tasks of a plan, as far as one may see them. */
export function citedTasksQuery(planId: string, ids: readonly string[]) {
  return readPages("/api/plans/{plan_id}/tasks", {
    params: { path: { plan_id: planId }, query: { status: "all", of: [...ids], limit: 100 } },
  });
}

export function taskQuery(planId: string, taskId: string) {
  return read("/api/plans/{plan_id}/tasks/{task_id}", {
    params: { path: { plan_id: planId, task_id: taskId } },
  });
}

/** Colleagues whose open tasks one may give on. */
export const loadsQuery = read("/api/task-loads");

export function tasksOfQuery(personId: string) {
  return readPages("/api/task-loads/{person_id}", {
    params: { path: { person_id: personId }, query: { limit: 100 } },
  });
}

export const templatesQuery = read("/api/task-templates");

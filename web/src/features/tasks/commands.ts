/** What one can do with tasks. */
import { api, keyed } from "../../client/api";
import type { AssignTask } from "../../client/types";
import { useCommand } from "../../live/command";
import type { Act } from "./acts";

export function useAssignTask() {
  return useCommand(({ plan_id, ...body }: AssignTask & { plan_id: string }, key) =>
    api.POST("/api/plans/{plan_id}/tasks", { params: { path: { plan_id }, header: keyed(key) }, body }),
  );
}

interface TaskAct {
  plan_id: string;
  task_id: string;
  act: Act;
  reason: string | null;
}

/** Claim, start, complete, hand back or cancel: the next state of a task. */
export function useTaskAct() {
  return useCommand(({ act, reason, ...path }: TaskAct, key) => {
    const params = { path, header: keyed(key) };
    switch (act) {
      case "claim":
        return api.POST("/api/plans/{plan_id}/tasks/{task_id}/claim", { params });
      case "start":
        return api.POST("/api/plans/{plan_id}/tasks/{task_id}/start", { params });
      case "completion":
        return api.POST("/api/plans/{plan_id}/tasks/{task_id}/completion", { params });
      case "hand-back":
        return api.POST("/api/plans/{plan_id}/tasks/{task_id}/hand-back", { params, body: { reason } });
      case "cancellation":
        return api.POST("/api/plans/{plan_id}/tasks/{task_id}/cancellation", {
          params,
          body: { reason: reason ?? "" },
        });
    }
  });
}

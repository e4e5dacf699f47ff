/** What one can do with tasks. */
import { api, keyed } from "../../client/api";
import type { AssignTask, ChangeChecklist, ChangeTask, ReassignTasks } from "../../client/types";
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

/** Says otherwise what is to be done, by when or after what; what is left out stays. */
export function useChangeTask() {
  return useCommand(({ plan_id, task_id, ...body }: ChangeTask & { plan_id: string; task_id: string }, key) =>
    api.PATCH("/api/plans/{plan_id}/tasks/{task_id}", {
      params: { path: { plan_id, task_id }, header: keyed(key) },
      body,
    }),
  );
}

/** Writes a task's checklist as it is to be. */
export function useChangeChecklist() {
  return useCommand(
    ({ plan_id, task_id, ...body }: ChangeChecklist & { plan_id: string; task_id: string }, key) =>
      api.PUT("/api/plans/{plan_id}/tasks/{task_id}/checklist", {
        params: { path: { plan_id, task_id }, header: keyed(key) },
        body,
      }),
  );
}

/** Ticks one thing of a task off, or takes the tick back. */
export function useTickItem() {
  return useCommand(
    ({ ticked, ...path }: { plan_id: string; task_id: string; item_id: string; ticked: boolean }, key) =>
      api.PUT("/api/plans/{plan_id}/tasks/{task_id}/checklist/{item_id}", {
        params: { path, header: keyed(key) },
        body: { ticked },
      }),
  );
}

/** Takes a task off Today until then; null brings it back. */
export function useSnoozeTask() {
  return useCommand(({ until, ...path }: { plan_id: string; task_id: string; until: string | null }, key) =>
    api.PUT("/api/plans/{plan_id}/tasks/{task_id}/snooze", {
      params: { path, header: keyed(key) },
      body: { until },
    }),
  );
}

/** Gives several tasks of a plan to somebody else, or to whoever of a role takes them. */
export function useReassignTasks() {
  return useCommand(({ plan_id, ...body }: ReassignTasks & { plan_id: string }, key) =>
    api.POST("/api/plans/{plan_id}/tasks/reassignment", {
      params: { path: { plan_id }, header: keyed(key) },
      body,
    }),
  );
}

/** Makes the tasks of a template. */
export function useApplyTemplate() {
  return useCommand(
    (
      { plan_id, name, ...body }: { plan_id: string; name: string; day: string; goal_id: string | null },
      key,
    ) =>
      api.POST("/api/plans/{plan_id}/task-templates/{name}", {
        params: { path: { plan_id, name }, header: keyed(key) },
        body,
      }),
  );
}

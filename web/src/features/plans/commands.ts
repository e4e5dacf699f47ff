/** What one can do with a plan. */
import { api, keyed } from "../../client/api";
import type { Achievement, GoalStatus, ItemKind, ItemStatus, Phase, PlanStatus } from "../../client/types";
import type { Role } from "../../lib/roles";
import { useCommand } from "../../live/command";

interface GoalFields {
  words: string;
  target: string | null;
  due_on: string | null;
  status: GoalStatus;
}

export function useAddGoal() {
  return useCommand(({ plan_id, ...body }: GoalFields & { plan_id: string }, key) =>
    api.POST("/api/plans/{plan_id}/goals", { params: { path: { plan_id }, header: keyed(key) }, body }),
  );
}

interface SetGoal extends GoalFields {
  plan_id: string;
  goal_id: string;
  achievement: Achievement;
  reason: string;
}

export function useSetGoal() {
  return useCommand(({ plan_id, goal_id, ...body }: SetGoal, key) =>
    api.PUT("/api/plans/{plan_id}/goals/{goal_id}", {
      params: { path: { plan_id, goal_id }, header: keyed(key) },
      body,
    }),
  );
}

interface ItemFields {
  plan_id: string;
  title: string;
  kind: ItemKind;
  phase: Phase;
  goal_id: string | null;
  owner_id: string | null;
  owner_role: Role | null;
  status: ItemStatus;
  position: number;
}

export function useAddItem() {
  return useCommand(({ plan_id, ...body }: ItemFields, key) =>
    api.POST("/api/plans/{plan_id}/items", { params: { path: { plan_id }, header: keyed(key) }, body }),
  );
}

export function useSetItem() {
  return useCommand(({ plan_id, item_id, ...body }: ItemFields & { item_id: string; reason: string }, key) =>
    api.PUT("/api/plans/{plan_id}/items/{item_id}", {
      params: { path: { plan_id, item_id }, header: keyed(key) },
      body,
    }),
  );
}

interface RevisePlan {
  plan_id: string;
  title: string;
  summary: string | null;
  phase: Phase;
  reason: string;
}

export function useRevisePlan() {
  return useCommand(({ plan_id, ...body }: RevisePlan, key) =>
    api.POST("/api/plans/{plan_id}/versions", { params: { path: { plan_id }, header: keyed(key) }, body }),
  );
}

export function useSetPlanStatus() {
  return useCommand(({ plan_id, ...body }: { plan_id: string; status: PlanStatus; reason: string }, key) =>
    api.PUT("/api/plans/{plan_id}/status", { params: { path: { plan_id }, header: keyed(key) }, body }),
  );
}

export function useProposeGoal() {
  return useCommand(({ plan_id, ...body }: { plan_id: string; words: string; target: string | null }, key) =>
    api.POST("/api/plans/{plan_id}/goal-proposals", {
      params: { path: { plan_id }, header: keyed(key) },
      body,
    }),
  );
}

interface Relation {
  plan_id: string;
  relation_id: string;
}

export function useAllowSupporter() {
  return useCommand(({ may_see_plan, ...path }: Relation & { may_see_plan: boolean }, key) =>
    api.PUT("/api/plans/{plan_id}/team/{relation_id}/consent", {
      params: { path, header: keyed(key) },
      body: { may_see_plan },
    }),
  );
}

export function useEndSupport() {
  return useCommand(({ reason, ...path }: Relation & { reason: string }, key) =>
    api.POST("/api/plans/{plan_id}/team/{relation_id}/support/end", {
      params: { path, header: keyed(key) },
      body: { reason },
    }),
  );
}

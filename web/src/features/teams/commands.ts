/** What one can do with care teams. */
import { api, keyed } from "../../client/api";
import type { Departure } from "../../client/types";
import type { Role } from "../../lib/roles";
import { useCommand } from "../../live/command";
import { bodyOf, type TakingIn } from "./taking-in";

export function useOpenPlan() {
  return useCommand((form: TakingIn, key) =>
    api.POST("/api/plans", { params: { header: keyed(key) }, body: bodyOf(form) }),
  );
}

interface AddMember {
  plan_id: string;
  person_id: string;
  role: Role;
  lead: boolean;
}

export function useAddMember() {
  return useCommand(({ plan_id, ...body }: AddMember, key) =>
    api.POST("/api/plans/{plan_id}/team", { params: { path: { plan_id }, header: keyed(key) }, body }),
  );
}

export function useSetLead() {
  return useCommand(({ plan_id, relation_id }: { plan_id: string; relation_id: string }, key) =>
    api.POST("/api/plans/{plan_id}/team/{relation_id}/lead", {
      params: { path: { plan_id, relation_id }, header: keyed(key) },
    }),
  );
}

export function useRemoveMember() {
  return useCommand(
    ({ plan_id, relation_id, ...body }: { plan_id: string; relation_id: string } & Departure, key) =>
      api.POST("/api/plans/{plan_id}/team/{relation_id}/end", {
        params: { path: { plan_id, relation_id }, header: keyed(key) },
        body,
      }),
  );
}

/** Invites somebody as supporter; putting them on the team is the next step. */
export function useInviteSupporter() {
  return useCommand((body: { name: string; email: string }, key) =>
    api.POST("/api/people", { params: { header: keyed(key) }, body: { ...body, role: "supporter" } }),
  );
}

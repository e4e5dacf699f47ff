/** What one can do with people. */
import { useMutation } from "@tanstack/react-query";
import { api, keyed } from "../../client/api";
import type { Departure } from "../../client/types";
import { linkFor } from "../../keyring/keyring";
import type { Invitee } from "../../keyring/links";
import { Problem } from "../../lib/problem";
import type { Role } from "../../lib/roles";
import { useCommand } from "../../live/command";

export type PersonRole = Exclude<Role, "system">;

export function useInvitePerson() {
  return useCommand((body: { name: string; email: string; role: PersonRole }, key) =>
    api.POST("/api/people", { params: { header: keyed(key) }, body }),
  );
}

export function useCorrectPerson() {
  return useCommand(
    ({ person_id, ...body }: { person_id: string; name: string; email: string | null }, key) =>
      api.PUT("/api/people/{person_id}", { params: { path: { person_id }, header: keyed(key) }, body }),
  );
}

export function useRenewInvitation() {
  return useCommand(({ person_id }: { person_id: string }, key) =>
    api.POST("/api/people/{person_id}/invitations", { params: { path: { person_id }, header: keyed(key) } }),
  );
}

/** Reads the link itself, with what one's own keys add to it. It is shown once and kept nowhere; the trail says who looked. */
export function useShowLink() {
  return useMutation({
    networkMode: "always",
    gcTime: 0,
    mutationFn: async (invitee: Invitee) => {
      const path = { person_id: invitee.id };
      const { data, response } = await api.GET("/api/people/{person_id}/invitation-link", {
        params: { path },
      });
      if (!data) throw new Problem(response.status, { title: "empty answer" });
      return linkFor(invitee, data.url);
    },
  });
}

export function useGrantRole() {
  return useCommand(({ person_id, role }: { person_id: string; role: PersonRole }, key) =>
    api.POST("/api/people/{person_id}/roles", {
      params: { path: { person_id }, header: keyed(key) },
      body: { role },
    }),
  );
}

export function useEndRole() {
  return useCommand(
    ({ person_id, role, reason }: { person_id: string; role: PersonRole; reason: string }, key) =>
      api.POST("/api/people/{person_id}/roles/{role}/end", {
        params: { path: { person_id, role }, header: keyed(key) },
        body: { reason },
      }),
  );
}

export function useEndSessions() {
  return useCommand(({ person_id }: { person_id: string }, key) =>
    api.POST("/api/people/{person_id}/sessions/end", { params: { path: { person_id }, header: keyed(key) } }),
  );
}

export function useDeactivatePerson() {
  return useCommand(({ person_id, ...body }: { person_id: string } & Departure, key) =>
    api.POST("/api/people/{person_id}/deactivation", {
      params: { path: { person_id }, header: keyed(key) },
      body,
    }),
  );
}

/** Ends the second factors of somebody who has lost them. */
export function useResetFactors() {
  return useCommand(({ person_id, reason }: { person_id: string; reason: string }, key) =>
    api.POST("/api/people/{person_id}/factors/reset", {
      params: { path: { person_id }, header: keyed(key) },
      body: { reason },
    }),
  );
}

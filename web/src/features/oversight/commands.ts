/** What one can do in oversight: open details with a reason, take a copy. */
import { useMutation } from "@tanstack/react-query";
import { api, keyed } from "../../client/api";
import type { AlertOutcome } from "../../client/types";
import { download } from "../../lib/download";
import { useCommand } from "../../live/command";
import type { Wanted } from "./queries";

export function useRequestAccess() {
  return useCommand(({ plan_id, reason }: { plan_id: string; reason: string }, key) =>
    api.POST("/api/plans/{plan_id}/access", {
      params: { path: { plan_id }, header: keyed(key) },
      body: { reason },
    }),
  );
}

export function useLookIntoAlert() {
  return useCommand(({ alert_id }: { alert_id: string }, key) =>
    api.POST("/api/alerts/{alert_id}/look", { params: { path: { alert_id }, header: keyed(key) } }),
  );
}

export function useCloseAlert() {
  return useCommand(
    ({ alert_id, ...body }: { alert_id: string; outcome: AlertOutcome; words: string }, key) =>
      api.POST("/api/alerts/{alert_id}/close", { params: { path: { alert_id }, header: keyed(key) }, body }),
  );
}

export type Copied = { plan: string } | { person: string };
export type Format = "csv" | "json";

/** Makes the copy and hands it to the browser's downloads. */
export function useExport(of: Copied, wanted: Wanted) {
  return useMutation<void, Error, Format>({
    networkMode: "always",
    mutationFn: async (format) => {
      const header = keyed(crypto.randomUUID());
      const { actor, goal, event, from, to } = wanted;
      const period = { format, event, from, to };
      const { data } =
        "plan" in of
          ? await api.POST("/api/plans/{plan_id}/trail/exports", {
              params: { path: { plan_id: of.plan }, header },
              body: { ...period, actor, goal },
              parseAs: "blob",
            })
          : await api.POST("/api/people/{person_id}/trail/exports", {
              params: { path: { person_id: of.person }, header },
              body: period,
              parseAs: "blob",
            });
      download(data as Blob, `careteam-trail.${format}`);
    },
  });
}

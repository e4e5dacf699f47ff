/** Signing in and out. These change who asks, not the trail of a plan, so they are plain mutations. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, keyed } from "../../client/api";
import type { SessionInfo } from "../../client/types";
import { claimDrafts, forgetDrafts } from "../../lib/drafts";
import { Problem } from "../../lib/problem";
import { useCommand } from "../../live/command";
import { clinicQuery, sessionQuery } from "./queries";

/** Nothing of one person's session may be seen in the next. */
function useEnter() {
  const queries = useQueryClient();
  return (session: SessionInfo) => {
    queries.clear();
    claimDrafts(session.person.id);
    queries.setQueryData(clinicQuery.queryKey, session.clinic);
    queries.setQueryData(sessionQuery.queryKey, session);
  };
}

function sessionOf({ data, response }: { data?: SessionInfo; response: Response }): SessionInfo {
  if (!data) throw new Problem(response.status, { title: "empty answer" });
  return data;
}

export function useSignIn() {
  const enter = useEnter();
  return useMutation({
    networkMode: "always",
    mutationFn: async (body: { email: string; password: string }) =>
      sessionOf(await api.POST("/api/session", { body })),
    onSuccess: enter,
  });
}

export function useRedeemInvitation(token: string) {
  const enter = useEnter();
  return useMutation({
    networkMode: "always",
    mutationFn: async (body: { password: string; name?: string; email?: string }) =>
      sessionOf(await api.POST("/api/invitations/{token}/redemption", { params: { path: { token } }, body })),
    onSuccess: enter,
  });
}

/** Ends this session, or with `everywhere` all of them; drafts go with it. */
export function useSignOut() {
  const queries = useQueryClient();
  return useMutation({
    networkMode: "always",
    mutationFn: async ({ everywhere }: { everywhere: boolean }) => {
      await (everywhere ? api.DELETE("/api/sessions") : api.DELETE("/api/session"));
    },
    onSuccess: () => {
      forgetDrafts();
      queries.clear();
    },
  });
}

/** Ends another session of one's own. */
export function useEndSession() {
  return useCommand((sessionId: string, key) =>
    api.POST("/api/sessions/{session_id}/end", {
      params: { path: { session_id: sessionId }, header: keyed(key) },
    }),
  );
}

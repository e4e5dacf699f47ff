/** Signing in and out. These change who asks, not the trail of a plan, so they are plain mutations. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, keyed } from "../../client/api";
import type { FactorAsked, SessionInfo } from "../../client/types";
import { claimDrafts, forgetDrafts } from "../../lib/drafts";
import { useCommand } from "../../live/command";
import { contentOf } from "./factor-commands";
import { signWith } from "./passkeys";
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

/** The session that was begun, or what else is asked before it begins. */
type Entered = SessionInfo | FactorAsked;

/** Hands a begun session on to the cache; a half sign-in is nothing yet. */
function useEntering<Input>(send: (input: Input) => Promise<{ data?: Entered; response: Response }>) {
  const enter = useEnter();
  return useMutation<FactorAsked | null, Error, Input>({
    networkMode: "always",
    mutationFn: async (input) => {
      const answer = contentOf(await send(input));
      if ("ways" in answer) return answer;
      enter(answer);
      return null;
    },
  });
}

export function useSignIn() {
  return useEntering((body: { email: string; password: string }) => api.POST("/api/session", { body }));
}

export function useSignInByCode() {
  return useEntering((body: { ticket: string; code: string }) => api.POST("/api/session/code", { body }));
}

/** Signs in with a passkey alone; with a signal the browser offers it in the e-mail field, until the signal ends that. */
export function useSignInByPasskey() {
  return useEntering(async (offering: AbortSignal | null) => {
    const question = contentOf(await api.GET("/api/session/passkey/question"));
    const body = await signWith(question, offering ? { signal: offering, offering: true } : {});
    return api.POST("/api/session/passkey", { body });
  });
}

export function useRedeemInvitation(token: string) {
  return useEntering((body: { password: string; name?: string; email?: string }) =>
    api.POST("/api/invitations/{token}/redemption", { params: { path: { token } }, body }),
  );
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

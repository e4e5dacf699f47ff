/** One's own second factors. They are changed before the live line is open too, so they tell the cache themselves. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { api, keyed } from "../../client/api";
import type { AuthenticatorQuestion, Done, OwnFactors } from "../../client/types";
import { Problem } from "../../lib/problem";
import { makePasskey, signWith } from "./passkeys";
import { factorsQuery, ownSessionsQuery, sessionQuery } from "./queries";

type Answer<T> = { data?: T | undefined; response: Response };

/** What the server answered; an answer without content is none. */
export function contentOf<T>({ data, response }: Answer<T>): T {
  if (data === undefined) throw new Problem(response.status, { title: "empty answer" });
  return data;
}

/** A change to one's factors: the same key while the same thing is tried again. */
function useFactorCommand<Input>(send: (input: Input, key: string) => Promise<Answer<Done>>) {
  const queries = useQueryClient();
  const pending = useRef<string | null>(null);
  return useMutation<Done, Error, Input>({
    networkMode: "always",
    mutationFn: async (input) => {
      pending.current ??= crypto.randomUUID();
      return contentOf(await send(input, pending.current));
    },
    // Awaited, so that the list says it before the notice does.
    onSuccess: () =>
      Promise.all(
        [factorsQuery, ownSessionsQuery].map(({ queryKey }) => queries.invalidateQueries({ queryKey })),
      ),
    onSettled: (_, error) => {
      if (!(error && !(error instanceof Problem))) pending.current = null;
    },
  });
}

/** Asks the device for a new passkey and keeps it under this name. */
export function useAddPasskey() {
  return useFactorCommand(async (name: string, key) => {
    const question = contentOf(await api.GET("/api/factors/passkeys/question"));
    const body = { ...(await makePasskey(question)), name };
    return api.POST("/api/factors/passkeys", { params: { header: keyed(key) }, body });
  });
}

/** A new secret for an app; it counts once a code confirms it. */
export function useNewAuthenticator() {
  return useMutation<AuthenticatorQuestion, Error, void>({
    networkMode: "always",
    gcTime: 0,
    mutationFn: async () => contentOf(await api.GET("/api/factors/authenticator/question")),
  });
}

export function useAddAuthenticator() {
  return useFactorCommand((body: { ticket: string; code: string }, key) =>
    api.POST("/api/factors/authenticator", { params: { header: keyed(key) }, body }),
  );
}

export function useEndFactor() {
  return useFactorCommand((factorId: string, key) =>
    api.POST("/api/factors/{factor_id}/end", {
      params: { path: { factor_id: factorId }, header: keyed(key) },
    }),
  );
}

/** Shows once more who one is. */
export function useProve() {
  return useMutation<void, Error, { password: string } | { code: string } | { passkey: true }>({
    networkMode: "always",
    mutationFn: async (by) => {
      if ("password" in by) await api.POST("/api/session/proof/password", { body: by });
      else if ("code" in by) await api.POST("/api/session/proof/code", { body: by });
      else {
        const { passkey } = contentOf(await api.GET("/api/session/proof/question"));
        if (passkey) await api.POST("/api/session/proof/passkey", { body: await signWith(passkey) });
      }
    },
  });
}

/** After a factor was set up: the session is read anew, and may do everything. */
export function useReadSession() {
  const queries = useQueryClient();
  return async () => {
    const session = contentOf(await api.GET("/api/session"));
    queries.setQueryData(sessionQuery.queryKey, session);
  };
}

/** Has somebody any factor? */
export function hasFactor(own: OwnFactors): boolean {
  return own.passkeys.length > 0 || own.authenticator !== null;
}

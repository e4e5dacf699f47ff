/** A write: one idempotency key per submission, kept while the same thing is tried again. */
import { type UseMutationResult, useMutation } from "@tanstack/react-query";
import { useRef } from "react";
import type { Done } from "../client/types";
import { Problem } from "../lib/problem";
import type { EventName } from "./invalidations";
import { useLive } from "./session";

type Answer = { data?: Done | undefined; response: Response };

/**
 * `useCommand((input, key) => api.POST(path, { ..., params: { header: keyed(key) } }))`.
 * The cache is not touched here: the command's own entry makes queries stale (live/invalidations.ts).
 * `untold`: nobody is told of that entry, so it is said here which it is.
 */
export function useCommand<Input>(
  send: (input: Input, key: string) => Promise<Answer>,
  { untold }: { untold?: (input: Input) => [event: EventName, planId: string] } = {},
): UseMutationResult<Done, Error, Input> {
  const live = useLive();
  const pending = useRef<{ input: string; key: string } | null>(null);
  return useMutation<Done, Error, Input>({
    networkMode: "always",
    mutationFn: async (input) => {
      const text = JSON.stringify(input);
      if (pending.current?.input !== text) pending.current = { input: text, key: crypto.randomUUID() };
      const { data, response } = await send(input, pending.current.key);
      if (!data) throw new Problem(response.status, { title: "empty answer" });
      return data;
    },
    onSuccess: (done, input) => {
      pending.current = null;
      if (untold) live.conclude(...untold(input));
      else live.settle(done.change_id);
    },
    onError: (error) => {
      if (error instanceof Problem && error.status < 500) pending.current = null;
    },
  });
}

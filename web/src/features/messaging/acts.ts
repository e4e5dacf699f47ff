/** What one does to messages that are there: say them otherwise, take them back, react to them. */
import { type UseMutationResult, useMutation } from "@tanstack/react-query";
import { useLive } from "../../live/session";
import type { MessageRow } from "../../talk/row";
import type { Sent, Talk } from "../../talk/talk";

export type Act = (talk: Talk<MessageRow>) => Promise<Sent>;

/** `act.mutate((talk) => talk.retract(id))`; what comes of it arrives like everything that others write. */
export function useTalkAct(talk: Talk<MessageRow> | null): UseMutationResult<Sent, Error, Act> {
  const live = useLive();
  return useMutation<Sent, Error, Act>({
    networkMode: "always",
    mutationFn: async (act) => {
      if (!talk) throw new Error("the conversation is not open");
      const sent = await act(talk);
      await talk.sync();
      return sent;
    },
    onSuccess: ({ changeId }) => {
      if (changeId) live.settle(changeId);
    },
  });
}

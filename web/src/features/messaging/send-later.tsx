/** Being reminded to send what one has written: it is kept for its author alone, and nothing is sent by itself. */
import { useMutation } from "@tanstack/react-query";
import { type ReactNode, useEffect, useRef, useState } from "react";
import type { ConversationDetail } from "../../client/types";
import { words } from "../../i18n";
import { useNearTime, useNow } from "../../lib/now";
import { useTell } from "../../ui/notices";
import { Remind } from "./coming-back";
import { useCareCommand } from "./commands";
import type { Later } from "./composer-tools";
import { type Kept, openDraft, sealDraft } from "./kept";

const text = words.messaging.later;

interface Props {
  conversation: ConversationDetail;
  written: Kept;
  /** The composer's foot, in which it is offered. */
  children: (later: Later | null) => ReactNode;
}

export function SendLater({ conversation, written, children }: Props) {
  const { remind_at: at, draft } = conversation;
  const set = at !== null && draft !== null;
  const [asking, setAsking] = useState(false);
  const command = useCareCommand();
  const tell = useTell();
  const when = useNearTime();
  const now = useNow();
  const remind = useMutation({
    networkMode: "always",
    mutationFn: async (then: string | null) => {
      const does = {
        act: "remind" as const,
        at: then,
        draft: then === null ? null : await sealDraft(written),
      };
      return command.mutateAsync({ plan_id: conversation.plan_id, conversation_id: conversation.id, does });
    },
    onSuccess: (_, then) => {
      setAsking(false);
      const done =
        then === null ? { text: text.forgotten } : { text: text.done(when(then)), detail: text.kept };
      tell(done);
    },
  });
  const due = set && new Date(at) <= now;
  const label = due ? text.due : set ? text.set(when(at)) : text.verb;
  const ask = () => {
    remind.reset();
    setAsking(true);
  };
  return (
    <>
      {children(set || written.words !== "" ? { label, set, ask } : null)}
      {asking ? (
        <Remind
          title={text.title}
          hint={text.hint}
          set={set}
          // Without words there is nothing to keep: what is kept already can only be given up.
          only={written.words === "" ? "never" : undefined}
          busy={remind.isPending}
          error={remind.error}
          onDone={(then) => remind.mutate(then)}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </>
  );
}

/** Puts what is kept into an empty composer, once for each time it was kept; what does not open is said. */
export function useKept(
  { draft }: Pick<ConversationDetail, "draft">,
  isEmpty: () => boolean,
  restore: (kept: Kept) => void,
): void {
  const latest = useRef({ isEmpty, restore });
  latest.current = { isEmpty, restore };
  const tell = useTell();
  const [id, sealed] = [draft?.id, draft?.sealed];
  useEffect(() => {
    if (id === undefined || sealed === undefined || !latest.current.isEmpty()) return;
    let left = false;
    openDraft({ id, sealed }).then(
      (kept) => {
        if (!left && latest.current.isEmpty()) latest.current.restore(kept);
      },
      () => {
        if (!left) tell({ text: text.unopened, detail: text.unopenedDetail, tone: "warn" });
      },
    );
    return () => {
      left = true;
    };
  }, [id, sealed, tell]);
}

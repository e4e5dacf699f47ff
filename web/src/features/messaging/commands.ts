/** What one can do in conversations. */
import { useEffect, useRef, useSyncExternalStore } from "react";
import { api, keyed } from "../../client/api";
import { readKeyring, useStanding } from "../../keyring/keyring";
import { useCommand } from "../../live/command";
import { useConnection, useLive, useMyId } from "../../live/session";
import type { MessageRow } from "../../talk/row";
import { Outdated } from "../../talk/state";
import type { Talk } from "../../talk/talk";
import { talkOf } from "../../talk/talks";
import type { Urgency } from "../../talk/transport";
import { useAdmitting } from "../../talk/use-admitting";
import { useTalks } from "../../talk/use-talk";
import type { SealedDraft } from "./kept";
import { type Outgoing, openOutboxes, outboxOf, runOutboxes } from "./outbox";

/** How long the live line may take to bring what was sent before it is read. */
const PATIENCE = 1_500;

async function post({ planId, conversationId, key, ...said }: Outgoing): Promise<string | null> {
  const talk = await talkOf(planId, conversationId);
  if (said.urgency) await admitFirst(talk, { planId, conversationId, level: said.urgency.priority });
  const { changeId } = await talk.say(said, key).catch((error: unknown) => {
    if (error instanceof Outdated) void readKeyring();
    throw error;
  });
  window.setTimeout(() => {
    // Without a line nothing comes; whoever looks at the conversation reads it anew then.
    if (!talk.has(key)) talk.sync().catch(() => undefined);
  }, PATIENCE);
  return changeId;
}

/**
 * Before what cannot wait is sealed, whoever is on duty and may be told of it is let in. Where that fails it goes out
 * all the same, and the page says of whom is told and cannot read it yet.
 */
async function admitFirst(
  talk: Talk<MessageRow>,
  { planId, conversationId, level }: { planId: string; conversationId: string; level: "urgent" | "stat" },
): Promise<void> {
  const path = { plan_id: planId, conversation_id: conversationId };
  try {
    const params = { path, header: keyed(crypto.randomUUID()) };
    await api.POST("/api/plans/{plan_id}/conversations/{conversation_id}/ladder", {
      params,
      body: { level },
    });
    await talk.refresh();
    await talk.reconcile();
  } catch {
    // What is in the way of sealing as well, sealing will say.
  }
}

/** Under the message's own id, so that it stays one alarm when the words follow. */
async function raise({ planId, conversationId, key, about }: Outgoing, urgency: Urgency): Promise<void> {
  await raiseAlarm(
    {
      plan_id: planId,
      conversation_id: conversationId,
      message_id: key,
      about: about[0] ?? null,
      ...urgency,
    },
    crypto.randomUUID(),
  );
}

interface Wordless {
  plan_id: string;
  conversation_id: string;
  message_id: string;
  about: string | null;
  priority: Urgency["priority"];
  cause: Urgency["cause"];
}

function raiseAlarm({ plan_id, conversation_id, priority, ...body }: Wordless, key: string) {
  return api.POST("/api/plans/{plan_id}/conversations/{conversation_id}/alarms", {
    params: { path: { plan_id, conversation_id }, header: keyed(key) },
    body: { ...body, level: priority },
  });
}

export function useRaiseAlarm() {
  return useCommand(raiseAlarm);
}

/** Lets this person's unsent messages go out whenever line and keys are there; mounted once, in the shells. */
export function useOutboxes(): void {
  const me = useMyId();
  const { state } = useConnection();
  const { state: keys } = useStanding();
  useTalks();
  useAdmitting();
  useEffect(() => openOutboxes(me, post, raise), [me]);
  useEffect(() => {
    if (state === "open" || keys === "unlocked") runOutboxes();
  }, [state, keys]);
}

/** The messages on their way in one conversation, and the way to add one. */
export function useOutbox(planId: string, conversationId: string) {
  const me = useMyId();
  const live = useLive();
  const box = outboxOf(me, planId, conversationId);
  const items = useSyncExternalStore(box.watch, box.read);
  const settled = useRef(new Set<string>());
  useEffect(() => {
    for (const { changeId } of items) {
      if (!changeId || settled.current.has(changeId)) continue;
      settled.current.add(changeId);
      live.settle(changeId);
    }
  }, [items, live]);
  return { box, items: items as readonly Outgoing[] };
}

interface OpenConversation {
  plan_id: string;
  kind: "team" | "staff" | "direct";
  title: string | null;
  member_ids: string[];
}

export function useOpenConversation() {
  return useCommand(({ plan_id, ...body }: OpenConversation, key) =>
    api.POST("/api/plans/{plan_id}/conversations", {
      params: { path: { plan_id }, header: keyed(key) },
      body,
    }),
  );
}

interface Membership {
  plan_id: string;
  conversation_id: string;
  person_id: string;
}

export function useAddMember() {
  return useCommand(({ person_id, ...path }: Membership, key) =>
    api.POST("/api/plans/{plan_id}/conversations/{conversation_id}/members", {
      params: { path, header: keyed(key) },
      body: { person_id },
    }),
  );
}

export function useEndMember() {
  return useCommand((path: Membership, key) =>
    api.POST("/api/plans/{plan_id}/conversations/{conversation_id}/members/{person_id}/end", {
      params: { path, header: keyed(key) },
    }),
  );
}

/** What becomes of who looks after a conversation. */
export type CareCommand = {
  plan_id: string;
  conversation_id: string;
  does:
    | { act: "claim" | "release" | "reopen" }
    | { act: "hand-over"; person_id: string; why: string | null }
    | { act: "close"; outcome: string | null }
    | { act: "remind"; at: string | null; draft?: SealedDraft | null }
    | { act: "rename"; title: string };
};

export function useCareCommand() {
  return useCommand(({ does, ...path }: CareCommand, key) => {
    const params = { path, header: keyed(key) };
    switch (does.act) {
      case "claim":
        return api.POST("/api/plans/{plan_id}/conversations/{conversation_id}/claim", { params });
      case "release":
        return api.POST("/api/plans/{plan_id}/conversations/{conversation_id}/release", { params });
      case "reopen":
        return api.POST("/api/plans/{plan_id}/conversations/{conversation_id}/reopen", { params });
      case "hand-over":
        return api.POST("/api/plans/{plan_id}/conversations/{conversation_id}/hand-over", {
          params,
          body: { person_id: does.person_id, why: does.why },
        });
      case "close":
        return api.POST("/api/plans/{plan_id}/conversations/{conversation_id}/close", {
          params,
          body: { outcome: does.outcome },
        });
      case "remind":
        return api.PUT("/api/plans/{plan_id}/conversations/{conversation_id}/reminder", {
          params,
          body: { at: does.at, ...(does.draft ? { draft: does.draft } : {}) },
        });
      case "rename":
        return api.PUT("/api/plans/{plan_id}/conversations/{conversation_id}/title", {
          params,
          body: { title: does.title },
        });
    }
  });
}

interface Mark {
  plan_id: string;
  conversation_id: string;
  number: number;
}

export function useMarkSeen() {
  return useCommand(({ number, ...path }: Mark, key) =>
    api.POST("/api/plans/{plan_id}/conversations/{conversation_id}/seen", {
      params: { path, header: keyed(key) },
      body: { number },
    }),
  );
}

const GATHER = 400;

/** Tells the server which messages reached this screen; mounted once, in the shells. */
export function useDeliveredMarks(): void {
  const live = useLive();
  const me = useMyId();
  useEffect(() => {
    const newest = new Map<string, Mark>();
    let timer: number | undefined;
    const tell = () => {
      timer = undefined;
      for (const { number, plan_id, conversation_id } of newest.values()) {
        const params = { path: { plan_id, conversation_id } };
        // A lost mark is repaired by the next one: receipts only ever grow.
        api
          .POST("/api/plans/{plan_id}/conversations/{conversation_id}/delivered", {
            params,
            body: { number },
          })
          .catch(() => undefined);
      }
      newest.clear();
    };
    const stop = live.listen(({ message, plan_id }) => {
      if (!message || !plan_id || message.author.id === me) return;
      newest.set(message.conversation_id, {
        plan_id,
        conversation_id: message.conversation_id,
        number: message.number,
      });
      timer ??= window.setTimeout(tell, GATHER);
    });
    return () => {
      stop();
      window.clearTimeout(timer);
    };
  }, [live, me]);
}

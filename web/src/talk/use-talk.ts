/** A conversation for a screen: opened once keys are, kept up by the live line, and read anew when the line is back. */
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { type Standing, useKeyring, useStanding } from "../keyring/keyring";
import type { Own } from "../keyring/own";
import { lookAgain } from "../lib/look-again";
import { useConnection, useLive } from "../live/session";
import type { Line } from "./lines";
import { type MessageRow, rowOf } from "./row";
import type { Snapshot, Talk } from "./talk";
import { enterTalks, glance, leaveTalks, talkOf } from "./talks";

type Opened = Talk<MessageRow>;

/** One's keys while they are open: the same as long as the chain is, whatever is pinned meanwhile. */
function useOwn(standing: Standing): Own | null {
  const own = standing.state === "unlocked" ? standing.own : null;
  const kept = useRef(own);
  if (kept.current?.chain !== own?.chain) kept.current = own;
  return kept.current;
}

/** Keeps conversations open as long as keys are; mounted once, in the shells. */
export function useTalks(): void {
  const standing = useStanding();
  useEffect(() => {
    if (standing.state === "unlocked") enterTalks(standing.own);
    else leaveTalks();
  }, [standing]);
}

export interface Shown {
  /** Null until it is open. */
  readonly talk: Opened | null;
  readonly snapshot: Snapshot<MessageRow> | null;
  /** Why it could not be read; what was read before stays. */
  readonly error: unknown;
  readonly retry: () => void;
}

/** The conversation that is on screen: read to its beginning, and its log completed where this person may. */
export function useTalk(planId: string, conversationId: string, streamId: string | undefined): Shown {
  const own = useOwn(useKeyring());
  const live = useLive();
  const { state: line } = useConnection();
  const [talk, setTalk] = useState<Opened | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [tries, setTries] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: reads again on another try, and when the line is back
  useEffect(() => {
    if (own === null) {
      setTalk(null);
      return;
    }
    let shown = true;
    enterTalks(own);
    const open = async () => {
      const opened = await talkOf(planId, conversationId);
      await opened.sync();
      if (shown) setTalk(opened);
      await opened.complete();
      await opened.reconcile();
    };
    open().then(
      () => shown && setError(null),
      (failure: unknown) => shown && setError(failure),
    );
    return () => {
      shown = false;
    };
  }, [own, planId, conversationId, tries, line === "open"]);

  useEffect(() => {
    if (talk === null) return;
    // Somebody may have let this person in while the log was read, and nobody listened.
    if (talk.read().state.is === "waiting") talk.sync().catch(setError);
    return live.listen(({ message, seen, stream }) => {
      if (message?.conversation_id === conversationId) talk.arrive(rowOf(message)).catch(setError);
      else if (stream === streamId && !message && !seen) {
        // Who reads has changed, or is to: the log tells what is new in it, and whose keys are to be read anew.
        talk
          .sync()
          .then(() => talk.reconcile())
          .catch(setError);
      }
    });
  }, [talk, live, conversationId, streamId]);

  const snapshot = useSyncExternalStore(talk?.watch ?? unwatched, talk?.read ?? nothing);
  const waiting = snapshot?.state.is === "waiting";
  useEffect(() => {
    if (talk === null || !waiting) return;
    // An officer's word about somebody's keys is told to nobody who is waiting for it.
    const again = () => {
      talk
        .sync()
        .then(() => talk.reconcile())
        .catch(setError);
    };
    return lookAgain(again);
  }, [talk, waiting]);
  return { talk, snapshot, error, retry: () => setTries((before) => before + 1) };
}

const unwatched = () => () => undefined;
const nothing = () => null;
const NONE: readonly Line<MessageRow>[] = [];

/** The lines of a conversation that is open elsewhere on the page, as far as they are here. */
export function useLines(planId: string, conversationId: string | undefined): readonly Line<MessageRow>[] {
  const own = useOwn(useStanding());
  const [talk, setTalk] = useState<Opened | null>(null);
  useEffect(() => {
    setTalk(null);
    if (own === null || conversationId === undefined) return;
    let shown = true;
    enterTalks(own);
    talkOf(planId, conversationId).then(
      (opened) => shown && setTalk(opened),
      // Whoever has it open says why it could not be.
      () => undefined,
    );
    return () => {
      shown = false;
    };
  }, [own, planId, conversationId]);
  return useSyncExternalStore(talk?.watch ?? unwatched, talk?.read ?? nothing)?.lines ?? NONE;
}

/** What the messages of such a conversation are about that only their readers know of, the newest last. */
export function useRefs(planId: string, conversationId: string | undefined): readonly string[] {
  const lines = useLines(planId, conversationId);
  return useMemo(() => lines.flatMap(({ refs }) => refs), [lines]);
}

/** The newest words of a conversation in a list (`newest`: when they were written); null while keys are closed, or nobody can say. */
export function useNewest(planId: string, id: string, newest: string | undefined): string | null {
  const own = useOwn(useStanding());
  const [talk, setTalk] = useState<Opened | null>(null);
  useEffect(() => {
    setTalk(null);
    if (own === null || newest === undefined) return;
    let shown = true;
    enterTalks(own);
    // A list says who wrote even where the words cannot be read just now; opening the conversation says why.
    glance(planId, id).then(
      (opened) => shown && setTalk(opened),
      () => undefined,
    );
    return () => {
      shown = false;
    };
  }, [own, planId, id, newest]);
  const snapshot = useSyncExternalStore(talk?.watch ?? unwatched, talk?.read ?? nothing);
  const line = snapshot?.lines.at(-1);
  return line?.is === "open" ? line.text : null;
}

/** Lets others in wherever a client of a member is waited for, whatever is on screen. */
import { useEffect, useState } from "react";
import { api } from "../client/api";
import { needKeyring, useStanding } from "../keyring/keyring";
import { CARE_ROLES } from "../lib/roles";
import { useConnection, useLive, useSession } from "../live/session";
import { enterTalks, talkOf } from "./talks";

/** After these somebody may wait for a client of a member. */
const AFTER: ReadonlySet<string> = new Set([
  "ReaderAssigned",
  "EpochLeftBehind",
  "PlanOpened",
  "TeamMemberAdded",
  "StandInAdded",
  "ConversationOpened",
]);
/** Milliseconds in which several of them are one. */
const GATHER = 400;

interface Place {
  readonly plan_id: string;
  readonly conversation_id: string;
}

/** Mounted once, in the shells. */
export function useAdmitting(): void {
  const { roles } = useSession();
  const talks = roles.some((role) => [...CARE_ROLES, "patient", "supporter"].some((one) => one === role));
  const places = usePlaces(talks);
  const standing = useStanding();
  const own = standing.state === "unlocked" ? standing.own : null;
  useEffect(() => {
    if (places.length > 0) needKeyring();
  }, [places]);
  useEffect(() => {
    if (own === null) return;
    enterTalks(own);
    // Another client may do it as well, and this one tries again when something happens or the line is back.
    for (const place of places) letIn(place).catch(() => undefined);
  }, [own, places]);
}

async function letIn({ plan_id, conversation_id }: Place): Promise<void> {
  const talk = await talkOf(plan_id, conversation_id);
  await talk.refresh();
  await talk.reconcile();
}

const NOWHERE: readonly Place[] = [];

/** Where somebody waits, asked anew when the line is back and after whatever may have changed it. */
function usePlaces(enabled: boolean): readonly Place[] {
  const live = useLive();
  const { state: line } = useConnection();
  const [places, setPlaces] = useState(NOWHERE);
  const open = enabled && line === "open";
  useEffect(() => {
    if (!open) return;
    let timer: number | undefined;
    const ask = () => {
      timer = undefined;
      api.GET("/api/inbox/to-admit").then(
        ({ data }) => setPlaces(data ?? NOWHERE),
        () => undefined,
      );
    };
    ask();
    const stop = live.listen(({ event }) => {
      if (AFTER.has(event)) timer ??= window.setTimeout(ask, GATHER);
    });
    return () => {
      stop();
      window.clearTimeout(timer);
    };
  }, [open, live]);
  return places;
}

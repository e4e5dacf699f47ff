/** Exercises that were done, on their way: kept over reloads and without a network, sent once. */
import { useEffect, useSyncExternalStore } from "react";
import type { Helped } from "../../client/types";
import { type Kept, KeptBox } from "../../lib/kept-box";
import type { Live } from "../../live/live";
import { useConnection, useLive, useMyId } from "../../live/session";
import { failureWords } from "../../ui/failure-words";
import { postPractice } from "./commands";

export interface OutgoingPractice extends Kept {
  planId: string;
  piece: string;
  version: string;
  seconds: number;
  helped: Helped | null;
}

/** The exercises of one person that the server does not know to be done yet. */
export class PracticeBox extends KeptBox<OutgoingPractice> {
  constructor(post: (item: OutgoingPractice) => Promise<void>) {
    super("practice.", post, failureWords);
  }
}

let box: { readonly personId: string; readonly box: PracticeBox } | null = null;

function boxOf(me: string, live: Live): PracticeBox {
  if (box?.personId !== me) {
    box?.box.rest();
    const made = new PracticeBox(async ({ planId, key, piece, version, at, seconds, helped }) => {
      const { data } = await postPractice({ plan_id: planId, piece, version, at, seconds, helped }, key);
      live.settle(data?.change_id ?? "");
    });
    box = { personId: me, box: made };
  }
  return box.box;
}

/** This person's exercises on their way; they go out whenever there is a line. */
export function usePracticeBox(): PracticeBox {
  const mine = boxOf(useMyId(), useLive());
  const { state } = useConnection();
  useEffect(() => {
    if (state === "open") void mine.run();
  }, [state, mine]);
  return mine;
}

/** What is on its way, and what was refused. */
export function useOutgoingPractices(): readonly OutgoingPractice[] {
  const mine = usePracticeBox();
  return useSyncExternalStore(mine.watch, mine.read);
}

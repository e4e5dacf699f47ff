/** Saves what was filled in: a new entry by way of the outbox, a change at once. */

import { useState } from "react";
import { useChangePrivate, useChangeShared, useKeepPrivate, useShare } from "./commands";
import type { Entry, Said } from "./entry";
import { useDiaryBox } from "./outbox";
import { sealEntry } from "./sealing";

/** One save at a time, and why the last did not work. */
export function useSaving() {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const run = async (save: () => Promise<unknown>) => {
    setBusy(true);
    setError(null);
    try {
      await save();
    } catch (reason) {
      setError(reason);
    } finally {
      setBusy(false);
    }
  };
  return { busy, error, run };
}

/** A new entry is kept on this device and goes out as soon as there is a line. Returns its key. */
export function useWrite(planId: string) {
  const box = useDiaryBox();
  return async (said: Said, isPrivate: boolean): Promise<string> => {
    const at = new Date().toISOString();
    const id = crypto.randomUUID();
    const what = isPrivate ? { sealed: await sealEntry(id, 1, { ...said, at }) } : { said };
    return box.add({ planId, id, at, what });
  };
}

/** Lets an entry say something else, to the same readers as before. */
export function useRewrite(planId: string) {
  const shared = useChangeShared();
  const own = useChangePrivate();
  return async ({ id, at, version, isPrivate }: Entry, said: Said): Promise<void> => {
    const next = { plan_id: planId, id, version: version + 1 };
    if (isPrivate)
      await own.mutateAsync({ ...next, sealed: await sealEntry(id, version + 1, { ...said, at }) });
    else await shared.mutateAsync({ ...next, ...said });
  };
}

/** Makes a shared entry private or a private one shared, in one act: never both, never neither. */
export function useTurn(planId: string) {
  const share = useShare();
  const keep = useKeepPrivate();
  return async (entry: Entry): Promise<void> => {
    const { day, mood, activities, sleep, note, at } = entry;
    const said = { day, mood, activities, sleep, note };
    const made = { plan_id: planId, id: crypto.randomUUID(), instead_of: entry.id };
    if (entry.isPrivate) await share.mutateAsync({ ...made, ...said, at });
    else await keep.mutateAsync({ ...made, sealed: await sealEntry(made.id, 1, { ...said, at }) });
  };
}

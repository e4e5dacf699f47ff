/** A text that survives a reload and a sign-out by idleness, until it is sent. */
import { useCallback, useState, useSyncExternalStore } from "react";
import { keepDraft, readDraft, watchDrafts } from "../lib/drafts";

/** `name` says where the text belongs, e.g. `message.<conversation id>`; `wasKept`: it was there when this opened. */
export function useDraft(name: string): [text: string, write: (text: string) => void, wasKept: boolean] {
  const text = useSyncExternalStore(watchDrafts, () => readDraft(name));
  const [opened, setOpened] = useState({ name, kept: text !== "" });
  if (opened.name !== name) setOpened({ name, kept: text !== "" });
  const write = useCallback((words: string) => keepDraft(name, words), [name]);
  return [text, write, opened.kept && text !== ""];
}

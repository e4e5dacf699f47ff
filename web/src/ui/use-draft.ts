/** A text that survives a reload and a sign-out by idleness, until it is sent. */
import { useCallback, useState } from "react";
import { keepDraft, readDraft } from "../lib/drafts";

/** `name` says where the text belongs, e.g. `message.<conversation id>`. */
export function useDraft(name: string): [text: string, write: (text: string) => void, wasKept: boolean] {
  const [state, setState] = useState(() => ({ name, text: readDraft(name), kept: readDraft(name) !== "" }));
  const present = state.name === name ? state : { name, text: readDraft(name), kept: readDraft(name) !== "" };
  if (present !== state) setState(present);
  const write = useCallback(
    (text: string) => {
      keepDraft(name, text);
      setState((before) => ({ name, text, kept: before.kept && text !== "" }));
    },
    [name],
  );
  return [present.text, write, present.kept];
}

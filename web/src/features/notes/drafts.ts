/** What is being written of a note: kept in this tab, and sealed there too. */
import { draftNames, keepDraft, readDraft } from "../../lib/drafts";
import { openText, sealText } from "./sealing";

/** The note that is being written: a new one has version 1, a correction the next. */
export interface Writing {
  readonly id: string;
  readonly version: number;
  readonly text: string;
}

const beginning = (planId: string) => `process-note.${planId}.`;
const nameOf = (planId: string, id: string) => beginning(planId) + id;

/** What is being sealed now: whoever reads waits for it, as a page that is shown anew does. */
let keeping: Promise<unknown> = Promise.resolve();

/** Keeps it sealed; an empty text is forgotten. */
export function keepWriting(planId: string, { id, version, text }: Writing): Promise<void> {
  const kept = keeping.then(async () => {
    const sealed = text.trim() === "" ? "" : `${version} ${await sealText(id, version, text)}`;
    keepDraft(nameOf(planId, id), sealed);
  });
  keeping = kept.catch(() => undefined);
  return kept;
}

/** Also what is still being sealed. */
export function forgetWriting(planId: string, id: string): Promise<void> {
  return keepWriting(planId, { id, version: 1, text: "" });
}

/** What was being written about this patient, if anything; one that does not open any more is forgotten. */
export async function readWriting(planId: string): Promise<Writing | null> {
  await keeping;
  for (const name of draftNames(beginning(planId))) {
    const id = name.slice(beginning(planId).length);
    const [number = "", sealed = ""] = readDraft(name).split(" ");
    const version = Number(number);
    try {
      return { id, version, text: await openText(id, version, sealed) };
    } catch {
      keepDraft(name, "");
    }
  }
  return null;
}

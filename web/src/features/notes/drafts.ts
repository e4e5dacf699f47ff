/** What is being written of a note: kept in this tab, and sealed there too. */
import { sealedDrafts } from "../../keyring/sealed-drafts";
import { draftNames } from "../../lib/drafts";
import { openText, sealText } from "./sealing";

/** The note that is being written: a new one has version 1, a correction the next. */
export interface Writing {
  readonly id: string;
  readonly version: number;
  readonly text: string;
}

const beginning = (planId: string) => `process-note.${planId}.`;
const nameOf = (planId: string, id: string) => beginning(planId) + id;

const drafts = sealedDrafts<Writing>(
  async ({ id, version, text }) => `${version} ${await sealText(id, version, text)}`,
  async (kept, name) => {
    const id = name.slice(name.lastIndexOf(".") + 1);
    const [number = "", sealed = ""] = kept.split(" ");
    const version = Number(number);
    return { id, version, text: await openText(id, version, sealed) };
  },
);

/** Keeps it sealed; an empty text is forgotten. */
export function keepWriting(planId: string, writing: Writing): Promise<void> {
  return drafts.keep(nameOf(planId, writing.id), writing.text.trim() === "" ? null : writing);
}

/** Also what is still being sealed. */
export function forgetWriting(planId: string, id: string): Promise<void> {
  return drafts.keep(nameOf(planId, id), null);
}

/** What was being written about this patient, if anything. */
export async function readWriting(planId: string): Promise<Writing | null> {
  await drafts.settled();
  for (const name of draftNames(beginning(planId))) {
    const writing = await drafts.read(name);
    if (writing) return writing;
  }
  return null;
}

/** Drafts that are sealed to their author before they are kept anywhere. */
import { keepDraft, readDraft } from "../lib/drafts";
import { Locked } from "./keyring";

/** Drafts of one kind. Whoever keeps or reads one has open keys. */
export function sealedDrafts<T>(
  seal: (draft: T) => Promise<string>,
  open: (kept: string, name: string) => Promise<T>,
) {
  /** What is being sealed now: whoever reads waits for it, as a page that is shown anew does. */
  let keeping: Promise<unknown> = Promise.resolve();
  return {
    /** Null: it is forgotten. */
    keep(name: string, draft: T | null): Promise<void> {
      const kept = keeping.then(async () => keepDraft(name, draft === null ? "" : await seal(draft)));
      keeping = kept.catch(() => undefined);
      return kept;
    },
    /** Null where there is none; one that does not open any more is forgotten. */
    async read(name: string): Promise<T | null> {
      await keeping;
      const kept = readDraft(name);
      if (kept === "") return null;
      try {
        return await open(kept, name);
      } catch (error) {
        if (error instanceof Locked) throw error;
        keepDraft(name, "");
        return null;
      }
    },
    /** Waits for what is being sealed now. */
    settled: () => keeping,
  };
}

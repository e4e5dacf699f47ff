/** Unsent words, kept in this tab across reloads and across sign-out by idleness, and only for their author. */

const PREFIX = "careteam.draft.";
const OWNER = "careteam.draft-owner";

const watchers = new Set<() => void>();

/** Calls back when any draft changes. */
export function watchDrafts(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

/** The names of the drafts that begin so. */
export function draftNames(beginning: string): string[] {
  return keys()
    .map((key) => key.slice(PREFIX.length))
    .filter((name) => name.startsWith(beginning));
}

function keys(): string[] {
  return Array.from({ length: sessionStorage.length }, (_, index) => sessionStorage.key(index) ?? "").filter(
    (key) => key.startsWith(PREFIX),
  );
}

/** Whoever signs in finds only their own drafts: another person's are removed. */
export function claimDrafts(personId: string): void {
  if (sessionStorage.getItem(OWNER) !== personId) forgetDrafts();
  sessionStorage.setItem(OWNER, personId);
}

export function readDraft(name: string): string {
  return sessionStorage.getItem(PREFIX + name) ?? "";
}

export function keepDraft(name: string, text: string): void {
  if (text.trim() === "") sessionStorage.removeItem(PREFIX + name);
  else sessionStorage.setItem(PREFIX + name, text);
  for (const watcher of watchers) watcher();
}

/** How many unsent drafts a deliberate sign-out would lose. */
export function countDrafts(): number {
  return keys().length;
}

export function forgetDrafts(): void {
  for (const key of keys()) sessionStorage.removeItem(key);
  for (const watcher of watchers) watcher();
}

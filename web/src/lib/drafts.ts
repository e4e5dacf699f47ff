/** Unsent words, kept in this tab across reloads and across sign-out by idleness, and only for their author. */

const PREFIX = "careteam.draft.";
const OWNER = "careteam.draft-owner";
/** So begins the name of a draft that only its author's keys open: it stays in this browser after the tab is closed. */
export const SEALED = "sealed.";

const storeOf = (name: string): Storage => (name.startsWith(SEALED) ? localStorage : sessionStorage);

const watchers = new Set<() => void>();

/** Calls back when any draft changes. */
export function watchDrafts(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

/** The names of the drafts that begin so. */
export function draftNames(beginning: string): string[] {
  return [...keysOf(sessionStorage), ...keysOf(localStorage)]
    .map((key) => key.slice(PREFIX.length))
    .filter((name) => name.startsWith(beginning));
}

function keysOf(store: Storage): string[] {
  return Array.from({ length: store.length }, (_, index) => store.key(index) ?? "").filter((key) =>
    key.startsWith(PREFIX),
  );
}

/** Whoever signs in finds only their own drafts: another person's are removed. */
export function claimDrafts(personId: string): void {
  for (const store of [sessionStorage, localStorage]) {
    if (store.getItem(OWNER) !== personId) forget(store);
    store.setItem(OWNER, personId);
  }
}

export function readDraft(name: string): string {
  return storeOf(name).getItem(PREFIX + name) ?? "";
}

export function keepDraft(name: string, text: string): void {
  if (text.trim() === "") storeOf(name).removeItem(PREFIX + name);
  else storeOf(name).setItem(PREFIX + name, text);
  for (const watcher of watchers) watcher();
}

/** How many unsent drafts a deliberate sign-out would lose. */
export function countDrafts(): number {
  return draftNames("").length;
}

export function forgetDrafts(): void {
  forget(sessionStorage);
  forget(localStorage);
}

function forget(store: Storage): void {
  for (const key of keysOf(store)) store.removeItem(key);
  for (const watcher of watchers) watcher();
}

/** People written to by name, as "@Kwame Boateng": offered, found in what was written, shown. Pure. */

interface Named {
  readonly id: string;
  readonly name: string;
}

/** A part of a text; with a person, it names them. */
export interface Piece {
  readonly text: string;
  readonly person: string | null;
}

const escaped = (name: string) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** A text in pieces; the longest name counts where one begins with another. */
export function piecesOf(text: string, people: readonly Named[]): Piece[] {
  if (people.length === 0 || !text.includes("@")) return [{ text, person: null }];
  const names = people.map(({ name }) => name).toSorted((one, other) => other.length - one.length);
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])@(${names.map(escaped).join("|")})(?![\\p{L}\\p{N}])`, "gu");
  const pieces: Piece[] = [];
  let from = 0;
  for (const found of text.matchAll(pattern)) {
    if (found.index > from) pieces.push({ text: text.slice(from, found.index), person: null });
    pieces.push({ text: found[0], person: people.find(({ name }) => name === found[1])?.id ?? null });
    from = found.index + found[0].length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from), person: null });
  return pieces;
}

/** Ids of those whom a text names, each once. */
export function mentionedIn(text: string, people: readonly Named[]): string[] {
  return [...new Set(piecesOf(text, people).flatMap(({ person }) => person ?? []))];
}

/** What stands between an "@" and the caret, and where the "@" is; null where nobody is sought there. */
export function soughtAt(text: string, caret: number): { from: number; sought: string } | null {
  const found = /(?:^|[\s(])@((?:[\p{L}\p{M}\p{N}.'’-]+(?: [\p{L}\p{M}\p{N}.'’-]*)?)?)$/u.exec(
    text.slice(0, caret),
  );
  if (!found) return null;
  const sought = found[1] ?? "";
  return { from: caret - sought.length - 1, sought };
}

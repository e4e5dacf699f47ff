/** What somebody wrote in an exercise, as the words of an entry: what the piece is called, then each step they wrote at. Pure. */
import type { Piece } from "../../client/types";
import { LONGEST } from "./entry";

type Titles = Pick<Piece, "title"> & { readonly steps: readonly Pick<Piece["steps"][number], "title">[] };

/** Null where nothing was written. */
export function written({ title, steps }: Titles, words: readonly string[]): string | null {
  const parts = words.flatMap((said, at) =>
    said.trim() === "" ? [] : [[steps[at]?.title, said.trim()].filter(Boolean).join("\n")],
  );
  return parts.length === 0 ? null : [title, ...parts].join("\n\n");
}

/** How many characters there is room for at this step, beside what stands at the others. */
export function roomAt(piece: Titles, words: readonly string[], at: number): number {
  const mark = "x";
  return LONGEST - (written(piece, withWords(words, at, mark)) ?? mark).length + mark.length;
}

/** The same with other words at this step. */
export function withWords(words: readonly string[], at: number, said: string): readonly string[] {
  const all = Array.from({ length: Math.max(words.length, at + 1) }, (_, n) => words[n] ?? "");
  return all.with(at, said);
}

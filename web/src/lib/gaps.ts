/** Gaps of a text that somebody is to fill in, named in braces as in "{next working time}". Pure. */

export interface Gap {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

const GAP = /\{(\p{L}[^{}\n]{0,59})\}/gu;

/** The gaps of a text, in its order. */
export function gapsOf(text: string): Gap[] {
  return [...text.matchAll(GAP)].map((found) => ({
    name: (found[1] ?? "").trim(),
    from: found.index,
    to: found.index + found[0].length,
  }));
}

/** One name for each way of typing it: on a phone an apostrophe is curly, and a sentence begins with a capital letter. */
export function nameOfGap(name: string): string {
  return name.trim().replaceAll("’", "'").toLowerCase();
}

/** The text with what is known in its gaps; the others stay as they are. */
export function fillGaps(text: string, known: ReadonlyMap<string, string>): string {
  return text.replace(GAP, (gap, name: string) => known.get(nameOfGap(name)) ?? gap);
}

/** The text without one of its gaps, and without a space that would then stand twice. */
export function withoutGap(text: string, { from, to }: Gap): string {
  const [before, after] = [text.slice(0, from), text.slice(to)];
  return before + (/(^|\s)$/.test(before) && after.startsWith(" ") ? after.slice(1) : after);
}

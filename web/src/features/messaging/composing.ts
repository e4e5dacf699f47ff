/** What is offered to somebody who writes. Pure. */

/** A text one may write with; its gaps are filled as far as they are known here. */
export interface Offered {
  readonly id: string;
  readonly title: string;
  /** Whose it is, in words. */
  readonly group: string;
  readonly words: string;
}

/** What stands after a "/" at the very beginning, as long as nothing but one line was typed. */
export function soughtBy(draft: string): string | null {
  return /^\/([^\n]{0,80})$/.exec(draft)?.[1] ?? null;
}

/** Those whose title has every word one seeks, at the beginning of a word. */
export function found<T extends { readonly title: string }>(offered: readonly T[], sought: string): T[] {
  const parts = sought.toLowerCase().split(/\s+/).filter(Boolean);
  return offered.filter(({ title }) => {
    const words = title.toLowerCase().split(/[\s\p{P}]+/u);
    return parts.every((part) => words.some((word) => word.startsWith(part)));
  });
}

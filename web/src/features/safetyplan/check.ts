/**
 * The word check: does a message say that its author may want to die or to hurt themself? Pure; it runs where the words
 * are written, and what it says of them is for their author. The list of words is data: `word-list.json`.
 */
import list from "./word-list.json";

export const WORD_LIST = list;

export interface WordFinding {
  /** The version of the list. */
  version: number;
  /** Which of its groups the words belong to. */
  group: string;
  /** The phrase of the list. */
  phrase: string;
}

/** The first words of danger in a text; null where there are none. Every phrase is asked in every part of a sentence. */
export function checkWords(text: string): WordFinding | null {
  for (const sentence of sentencesOf(text)) {
    if (TOLD.some((phrase) => whereIn(sentence.flat(), phrase))) continue;
    for (const part of sentence) {
      const found = inPart(part);
      if (found) return { version: list.version, ...found };
    }
  }
  return null;
}

type Words = readonly string[];
/** Per place the words that fit there; "" fits without a word, "$" only at the end, "..." up to three words. */
type Phrase = readonly Words[];

const GAP = 3;
const phraseOf = (written: string): Phrase => written.split(" ").map((place) => place.split("/"));

const GROUPS = list.groups.flatMap(({ id, phrases }) =>
  phrases.map((phrase) => ({ group: id, phrase, places: phraseOf(phrase) })),
);
const HARMLESS = list.harmless.map(phraseOf);
const PAST = list.past.map(phraseOf);
const TOLD = list.told.map(phraseOf);
const SPELLED = new Map(Object.entries(list.spelled));

function inPart(part: Words): Omit<WordFinding, "version"> | null {
  if (PAST.some((phrase) => whereIn(part, phrase))) return null;
  for (const { group, phrase, places } of GROUPS) {
    for (let from = 0; from < part.length; from++) {
      const to = endOf(part, from, places, 0);
      if (to === null || isHarmless(part, from, to)) continue;
      if (!isDenied(part, from, to) && !isOfOthers(part, from, to)) return { group, phrase };
    }
  }
  return null;
}

/** Where a phrase that begins here ends; null where it does not stand here. */
function endOf(part: Words, at: number, places: Phrase, place: number): number | null {
  const wanted = places[place];
  if (!wanted) return at;
  if (wanted[0] === "...") {
    for (let skipped = 0; skipped <= GAP; skipped++) {
      const end = at + skipped <= part.length ? endOf(part, at + skipped, places, place + 1) : null;
      if (end !== null) return end;
    }
    return null;
  }
  const word = part[at];
  if (word !== undefined && wanted.includes(word)) {
    const end = endOf(part, at + 1, places, place + 1);
    if (end !== null) return end;
  }
  const free = wanted.includes("") || (wanted.includes("$") && word === undefined);
  return free ? endOf(part, at, places, place + 1) : null;
}

function whereIn(part: Words, phrase: Phrase): readonly [from: number, to: number] | null {
  for (let from = 0; from < part.length; from++) {
    const to = endOf(part, from, phrase, 0);
    if (to !== null) return [from, to];
  }
  return null;
}

/** A figure of speech, or an accident, stands over the same words. */
function isHarmless(part: Words, from: number, to: number): boolean {
  return HARMLESS.some((phrase) => {
    const found = whereIn(part, phrase);
    return found !== null && found[0] < to && found[1] > from;
  });
}

/** Denied once before it, or after it. Denied twice is said: "I can not stop thinking about suicide". */
function isDenied(part: Words, from: number, to: number): boolean {
  const before = part.slice(0, from).filter((word) => list.denied.includes(word)).length;
  return before % 2 === 1 || part.slice(to).some((word) => list.deniedAfter.includes(word));
}

/** Somebody else is who is spoken of last before it, and nothing in it says "I". */
function isOfOthers(part: Words, from: number, to: number): boolean {
  if (part.slice(from, to).some((word) => ["i", "me", "my", "myself"].includes(word))) return false;
  const last = part.slice(0, from).findLast((word) => word === "i" || list.others.includes(word));
  return last !== undefined && last !== "i";
}

/** The sentences of a text, each in the parts within which a "not" holds. */
function sentencesOf(text: string): Words[][] {
  const plain = text.toLowerCase().replaceAll(/[’'`´]/g, "");
  return plain.split(/[.!?\n]+/).map((sentence) =>
    sentence
      .split(/[,;:()–—"“”]+|\bbut\b|\bbecause\b|\band (?=i\b)|\bnow\b/)
      .map(wordsOf)
      .filter((part) => part.length > 0),
  );
}

function wordsOf(part: string): Words {
  const raw = part.replaceAll(/\bmy self\b/g, "myself").match(/[\p{L}\p{N}]+/gu) ?? [];
  return raw.map(meant).flatMap((word) => word.split(" "));
}

/** What a word is read as: letters typed too often, spellings of the list, one slip in a long word. */
function meant(typed: string): string {
  const word = typed.replaceAll(/(\p{L})\1{2,}/gu, "$1");
  return SPELLED.get(word) ?? list.near.find((long) => isNear(word, long)) ?? word;
}

/** Whether one letter was left out, added, exchanged or swapped with the next. */
function isNear(word: string, long: string): boolean {
  if (word === long || Math.abs(word.length - long.length) > 1 || word[0] !== long[0]) return false;
  let head = 0;
  while (head < word.length && word[head] === long[head]) head++;
  const [one, other] = [word.slice(head), long.slice(head)];
  return (
    one.slice(1) === other ||
    one === other.slice(1) ||
    one.slice(1) === other.slice(1) ||
    (one[0] === other[1] && one[1] === other[0] && one.slice(2) === other.slice(2))
  );
}

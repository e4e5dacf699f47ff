// @vitest-environment node
/** What the word check finds in sentences that people labelled, against the figures that are published. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { checkWords, WORD_LIST } from "./check";
import figures from "./figures.json";

interface Labelled {
  danger: boolean;
  kind: string;
  sentence: string;
}

function labelled(name: string): Labelled[] {
  const lines = readFileSync(`${import.meta.dirname}/labelled/${name}.tsv`, "utf8")
    .trim()
    .split("\n")
    .slice(1);
  return lines.map((line) => {
    const [danger = "", kind = "", sentence = ""] = line.split("\t");
    return { danger: danger === "yes", kind, sentence };
  });
}

function measured(rows: readonly Labelled[]) {
  const found = (danger: boolean) =>
    rows.filter((row) => row.danger === danger && checkWords(row.sentence) !== null).length;
  const of = (danger: boolean) => rows.filter((row) => row.danger === danger).length;
  return { danger: of(true), found: found(true), calm: of(false), alarms: found(false) };
}

const SETS = { writing: labelled("writing"), heldOut: labelled("held-out") };

test("the published figures are what is measured, for this version of the list", () => {
  expect(figures).toEqual({
    version: WORD_LIST.version,
    writing: measured(SETS.writing),
    heldOut: measured(SETS.heldOut),
  });
});

test("the page in docs says the same", () => {
  const page = readFileSync(`${import.meta.dirname}/../../../../docs/word-check.md`, "utf8");
  for (const { danger, found, calm, alarms } of [figures.writing, figures.heldOut]) {
    expect(page).toContain(`| ${found} of ${danger} (${percent(found, danger)}) |`);
    expect(page).toContain(`| ${alarms} of ${calm} (${percent(alarms, calm)}) |`);
  }
  const kinds = new Map<string, [found: number, all: number]>();
  for (const { kind, sentence } of SETS.heldOut) {
    const [found, all] = kinds.get(kind) ?? [0, 0];
    kinds.set(kind, [found + (checkWords(sentence) ? 1 : 0), all + 1]);
  }
  for (const [kind, [found, all]] of kinds) expect(page).toContain(`| ${kind} | ${found} of ${all} |`);
});

const percent = (part: number, whole: number) => `${Math.round((100 * part) / whole)} %`;

test("there are at least 200 sentences, each once, and none is in both sets", () => {
  const sentences = [...SETS.writing, ...SETS.heldOut].map((row) => row.sentence);
  expect(new Set(sentences).size).toBe(sentences.length);
  expect(SETS.writing.length + SETS.heldOut.length).toBeGreaterThanOrEqual(200);
});

test.each([
  ["I want to die", true],
  ["I don't want to die", false],
  ["I can't stop thinking about suicide", true],
  ["I stopped thinking about suicide", false],
  ["I don’t eat, and I want to die", true],
  ["She wants to die", false],
  ["She says that I should kill myself", true],
  ["I want to die\nof embarrassment", true],
  ["I want to die of embarrassment", false],
])("a no counts where it stands: %s", (sentence, danger) => {
  expect(checkWords(sentence) !== null).toBe(danger);
});

test("a finding says which phrase of the list it was, and the list's version; nothing of the text", () => {
  expect(checkWords("Morning! I slept. Still, I want to kill myself, Lena")).toEqual({
    version: WORD_LIST.version,
    group: "dying",
    phrase: "kill/kills/killed/killing myself",
  });
});

test("any text is read at once, and what was found is found whatever stands around it in other sentences", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 300 }), (around) => {
      expect(checkWords(`${around}. I want to kill myself. ${around}`)).not.toBeNull();
    }),
  );
  const long = "I would like to talk with you about ".repeat(230);
  expect(checkWords(long)).toBeNull();
});

// @vitest-environment node
/** What is handed in of a safety plan that is being written. */
import { expect, test } from "vitest";
import { begun, linesOf, restored, withLines, written } from "./writing";

const today = new Date(2026, 10, 29);

test("a first plan begins empty, with a line to write in and a day to read it again", () => {
  const writing = begun(null, today);
  expect(writing.base).toBe(0);
  expect(linesOf(writing, "people")).toEqual([{ words: "", phone: null }]);
  expect(writing.reviewOn).toBe("2026-12-27");
  expect(written(writing)).toBeNull();
});

test("empty lines are left out, and what surrounds words", () => {
  const lines = [
    { words: " Ben ", phone: " 555-0199 " },
    { words: "  ", phone: "555-0100" },
    { words: "Ann", phone: " " },
  ];
  const writing = withLines(begun(null, today), "people", lines);
  expect(written(restored(JSON.stringify(writing)) ?? writing)?.people).toEqual([
    { words: "Ben", phone: "555-0199" },
    { words: "Ann", phone: null },
  ]);
});

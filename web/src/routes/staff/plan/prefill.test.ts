import { expect, test } from "vitest";
import { titleFrom } from "./prefill";

test("a task is called by the first sentence of its message", () => {
  expect(titleFrom("Please bring the diary. Thank you!")).toBe("Please bring the diary");
  expect(titleFrom("Could we move it? The train is late.")).toBe("Could we move it?");
  expect(titleFrom("One line\nanother")).toBe("One line");
});

test("a long sentence is cut at eighty characters", () => {
  expect(titleFrom("word ".repeat(40)).length).toBeLessThanOrEqual(80);
});

import { expect, test } from "vitest";
import { Problem } from "../lib/problem";
import { failureWords } from "./failure-words";

test("a refusal says what is the case and what to do about it", () => {
  const refusal = { title: "Nobody else could run this clinic.", detail: "Give somebody the role first." };
  expect(failureWords(new Problem(409, refusal))).toBe(
    "Nobody else could run this clinic. Give somebody the role first.",
  );
  expect(failureWords(new Problem(409, { title: "Somebody was faster." }))).toBe(
    "Somebody was faster. Nothing was changed.",
  );
});

test("a wrong field is named instead of the form", () => {
  const errors = [{ pointer: "/title", detail: "A title has a letter at least." }];
  const refusal = { title: "The request is not well formed.", detail: "Look at the fields.", errors };
  expect(failureWords(new Problem(422, refusal))).toBe("A title has a letter at least.");
});

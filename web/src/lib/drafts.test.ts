// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import { claimDrafts, countDrafts, draftNames, forgetDrafts, keepDraft, readDraft, SEALED } from "./drafts";

beforeEach(() => {
  sessionStorage.clear();
  localStorage.clear();
});

test("a draft is still there after its author signs in again", () => {
  claimDrafts("ada");
  keepDraft("message.1", "I slept");
  claimDrafts("ada");
  expect(readDraft("message.1")).toBe("I slept");
});

test("nobody finds another person's drafts", () => {
  claimDrafts("ada");
  keepDraft("message.1", "I slept");
  claimDrafts("bea");
  expect(readDraft("message.1")).toBe("");
});

test("an empty draft is none", () => {
  keepDraft("message.1", "a");
  keepDraft("message.1", "  ");
  expect(countDrafts()).toBe(0);
});

test("a deliberate sign-out leaves nothing", () => {
  keepDraft("message.1", "a");
  keepDraft("message.2", "b");
  expect(countDrafts()).toBe(2);
  forgetDrafts();
  expect(countDrafts()).toBe(0);
});

test("what is sealed outlives the tab, for its author and until they sign out", () => {
  const [open, sealed] = ["message.1", `${SEALED}exercise.1`];
  const begin = () => {
    claimDrafts("ada");
    keepDraft(open, "I slept");
    keepDraft(sealed, "x7f3");
  };
  begin();
  sessionStorage.clear();
  expect([readDraft(open), readDraft(sealed), draftNames(SEALED)]).toEqual(["", "x7f3", [sealed]]);
  claimDrafts("ada");
  expect(readDraft(sealed)).toBe("x7f3");
  claimDrafts("bea");
  expect(readDraft(sealed)).toBe("");
  begin();
  expect(countDrafts()).toBe(2);
  forgetDrafts();
  expect(countDrafts()).toBe(0);
});

// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import { claimDrafts, countDrafts, forgetDrafts, keepDraft, readDraft } from "./drafts";

beforeEach(() => sessionStorage.clear());

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

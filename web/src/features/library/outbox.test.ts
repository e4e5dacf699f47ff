// @vitest-environment happy-dom
/** What was done without a network goes out once, with the word that was said of it. */
import { beforeEach, expect, test } from "vitest";
import { draftNames, forgetDrafts } from "../../lib/drafts";
import { Unreachable } from "../../lib/problem";
import { type OutgoingPractice, PracticeBox } from "./outbox";

const DONE = {
  planId: "p",
  piece: "grounding",
  version: "1",
  seconds: 90,
  helped: null,
  at: "2026-11-29T12:00:00Z",
};

beforeEach(forgetDrafts);

test("it waits for the word that can still be said, and goes out once with it", async () => {
  const sent: OutgoingPractice[] = [];
  const box = new PracticeBox(async (item) => {
    sent.push(item);
  });
  const key = box.keep({ ...DONE, held: true });
  await box.run();
  expect(sent).toEqual([]);
  box.release(key, { helped: "helped" });
  await box.run();
  expect(sent.map(({ key: one, helped }) => [one, helped])).toEqual([[key, "helped"]]);
});

test("whoever leaves before saying it has it sent all the same, after a reload under the same key", async () => {
  const offline = new PracticeBox(() => Promise.reject(new Unreachable(null)));
  const key = offline.keep({ ...DONE, held: true });
  offline.rest();
  expect(draftNames("practice.")).toEqual([`practice.${key}`]);
  const sent: string[] = [];
  const again = new PracticeBox(async (item) => {
    sent.push(item.key);
  });
  await again.run();
  await again.run();
  expect(sent).toEqual([key]);
  expect(draftNames("practice.")).toEqual([]);
});

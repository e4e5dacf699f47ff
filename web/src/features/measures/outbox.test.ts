// @vitest-environment happy-dom
/** Answers on their way arrive once, also when they were given without a line. */
import { beforeEach, expect, test } from "vitest";
import { draftNames, forgetDrafts } from "../../lib/drafts";
import { Problem, Unreachable } from "../../lib/problem";
import { AnswerBox, type OutgoingAnswer } from "./outbox";

const SAID = { planId: "p", instrument: "PHQ-9", items: { "44250-9": 2 }, at: "2026-11-29T12:00:00Z" };

beforeEach(forgetDrafts);

test("without a line they are kept over a reload, and go out under the same key", async () => {
  const offline = new AnswerBox(() => Promise.reject(new Unreachable(null)));
  const key = offline.add(SAID);
  await offline.run();
  offline.rest();
  expect(draftNames("answer.")).toEqual([`answer.${key}`]);
  const sent: OutgoingAnswer[] = [];
  const again = new AnswerBox(async (item) => {
    sent.push(item);
  });
  await again.run();
  await again.run();
  expect(sent).toEqual([{ ...SAID, key, refused: null, held: false }]);
  expect(draftNames("answer.")).toEqual([]);
});

test("what the server will never take is said and not tried again", async () => {
  let tries = 0;
  const box = new AnswerBox(() => {
    tries += 1;
    return Promise.reject(new Problem(403, { type: "/problems/forbidden", title: "No" }));
  });
  box.add(SAID);
  await box.run();
  await box.run();
  expect(tries).toBe(1);
  expect(box.read()[0]?.refused).not.toBeNull();
});

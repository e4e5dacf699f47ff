// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test } from "vitest";
import { Locked } from "../../keyring/keyring";
import { claimDrafts, countDrafts, forgetDrafts } from "../../lib/drafts";
import { Problem, Unreachable } from "../../lib/problem";
import { Alarmed, Busy, Waiting } from "../../talk/state";
import type { Urgency } from "../../talk/transport";
import { bea, PLAN, TALK } from "../../testing/cast";
import { Outbox, type Outgoing, openOutboxes, outboxOf, runOutboxes } from "./outbox";

const words = (text: string) => ({ words: text, about: [], replyTo: null, urgency: null, mentions: [] });
const settle = () => new Promise((resolve) => setTimeout(resolve, 20));

const ADA = "ada";
const BEA = "bea";
const lost = () => Promise.reject(new Unreachable(new TypeError("network")));
let close: () => void;

let raised: { key: string; cause: string }[];
let refusals: (() => Promise<void>)[];
let sent: { key: string; words: string }[];
let answers: (() => Promise<string | null>)[];

async function post(item: Outgoing): Promise<string | null> {
  sent.push({ key: item.key, words: item.words });
  return (answers.shift() ?? (async () => crypto.randomUUID()))();
}

async function raise(item: Outgoing, { cause }: Urgency): Promise<void> {
  raised.push({ key: item.key, cause });
  await refusals.shift()?.();
}

beforeEach(() => {
  sessionStorage.clear();
  claimDrafts(ADA);
  close = openOutboxes(ADA, post, raise);
  raised = [];
  refusals = [];
  sent = [];
  answers = [];
});
afterEach(() => close());

test("messages go out in the order in which they were written", async () => {
  const box = new Outbox(ADA, PLAN, TALK);
  box.add(words("one"));
  box.add(words("two"));
  await settle();
  expect(sent.map((one) => one.words)).toEqual(["one", "two"]);
  expect(box.read().every(({ state }) => state === "sent")).toBe(true);
});

test("a message whose answer was lost goes out again under the same id", async () => {
  answers = [lost];
  const box = new Outbox(ADA, PLAN, TALK);
  box.add(words("one"));
  await settle();
  expect(box.read()[0]?.state).toBe("waiting");
  await box.run();
  expect(sent).toHaveLength(2);
  expect(sent[0]?.key).toBe(sent[1]?.key);
});

test("what waits survives a reload", async () => {
  answers = [lost];
  new Outbox(ADA, PLAN, TALK).add(words("one"));
  await settle();
  const again = new Outbox(ADA, PLAN, TALK);
  expect(again.read()[0]?.words).toBe("one");
  await again.run();
  expect(sent[0]?.key).toBe(sent[1]?.key);
});

test("a refused message stays with its reason and does not hold up the next", async () => {
  const problem = { title: "This is too long.", detail: "Write two." };
  answers = [() => Promise.reject(new Problem(422, problem))];
  const box = new Outbox(ADA, PLAN, TALK);
  box.add(words("one"));
  box.add(words("two"));
  await settle();
  expect(box.read().map(({ state }) => state)).toEqual(["refused", "sent"]);
  expect(box.read()[0]?.problem).toBe("This is too long. Write two.");
});

test("a message that the server asks to be sent again goes out under the same id", async () => {
  answers = [() => Promise.reject(new Problem(409, { type: "/problems/in-progress" }, true))];
  const box = new Outbox(ADA, PLAN, TALK);
  box.add(words("one"));
  await settle();
  expect(box.read()[0]?.state).toBe("waiting");
  await box.run();
  expect(box.read()[0]?.state).toBe("sent");
  expect(sent[0]?.key).toBe(sent[1]?.key);
});

test("a message that cannot be sealed yet waits, says for whom, and goes out once they have come", async () => {
  answers = [
    () => Promise.reject(new Locked()),
    () => Promise.reject(new Waiting([bea.id])),
    () => Promise.reject(new Busy()),
  ];
  const box = new Outbox(ADA, PLAN, TALK);
  box.add(words("one"));
  const waitsFor: unknown[] = [];
  for (const _ of ["first", "second", "third"]) {
    await settle();
    waitsFor.push(box.read()[0]?.waitsFor);
    await box.run();
  }
  expect(waitsFor).toEqual(["keys", [bea.id], "line"]);
  expect(box.read()[0]?.state).toBe("sent");
});

test("nothing is sent into a conversation with an alert, and the words are kept", async () => {
  answers = [() => Promise.reject(new Alarmed("log"))];
  const box = new Outbox(ADA, PLAN, TALK);
  box.add(words("one"));
  await settle();
  expect(box.read()[0]).toMatchObject({ state: "refused", words: "one" });
  expect(new Outbox(ADA, PLAN, TALK).read()[0]?.words).toBe("one");
});

const urgent = (text: string) => ({
  ...words(text),
  urgency: { priority: "urgent", cause: "safety" } as const,
});

test("what cannot wait and cannot be sealed raises its alarm at once, once, and goes out when the keys are open", async () => {
  answers = [() => Promise.reject(new Locked()), () => Promise.reject(new Waiting([bea.id]))];
  const box = new Outbox(ADA, PLAN, TALK);
  box.add(urgent("one"));
  await settle();
  expect(box.read()[0]).toMatchObject({ state: "waiting", alarmed: true });
  await box.run();
  await box.run();
  expect(raised).toEqual([{ key: sent[0]?.key, cause: "safety" }]);
  expect(box.read()[0]?.state).toBe("sent");
});

test("what is never to be sealed raises its alarm too; what can wait raises none", async () => {
  answers = [() => Promise.reject(new Alarmed("log")), () => Promise.reject(new Alarmed("log"))];
  const box = new Outbox(ADA, PLAN, TALK);
  box.add(words("routine"));
  box.add(urgent("urgent"));
  await settle();
  expect(box.read().map(({ state, alarmed }) => [state, alarmed])).toEqual([
    ["refused", undefined],
    ["refused", true],
  ]);
  expect(raised).toHaveLength(1);
});

test("without a line no alarm is raised in vain; where it broke meanwhile, the next try raises it", async () => {
  answers = [lost, () => Promise.reject(new Locked()), () => Promise.reject(new Locked())];
  refusals = [() => Promise.reject(new Unreachable(new TypeError("network")))];
  const box = new Outbox(ADA, PLAN, TALK);
  box.add(urgent("one"));
  await settle();
  expect(raised).toHaveLength(0);
  await box.run();
  expect(box.read()[0]?.alarmed).toBeUndefined();
  await box.run();
  expect([raised.length, box.read()[0]?.alarmed]).toEqual([2, true]);
});

test("an alarm that may not be raised is said to its author", async () => {
  answers = [() => Promise.reject(new Locked())];
  refusals = [() => Promise.reject(new Problem(409, { title: "Too many.", detail: "Phone the clinic." }))];
  const box = new Outbox(ADA, PLAN, TALK);
  box.add(urgent("one"));
  await settle();
  expect(box.read()[0]).toMatchObject({ state: "refused", problem: "Too many. Phone the clinic." });
});

test("a message that arrived leaves the outbox", async () => {
  const box = new Outbox(ADA, PLAN, TALK);
  box.add(words("one"));
  await settle();
  box.arrived(new Set([box.read()[0]?.key ?? ""]));
  expect(box.read()).toEqual([]);
});

test("what waits goes out after a reload even if its conversation is not open", async () => {
  answers = [lost];
  new Outbox(ADA, PLAN, TALK).add(words("one"));
  await settle();
  close();
  close = openOutboxes(ADA, post, raise);
  runOutboxes();
  await settle();
  expect(sent.map((one) => one.words)).toEqual(["one", "one"]);
});

test("nobody's message goes out with another person's session", async () => {
  answers = [lost];
  const box = outboxOf(ADA, PLAN, TALK);
  box.add(words("one"));
  await settle();
  close();
  claimDrafts(BEA);
  close = openOutboxes(BEA, post, raise);
  runOutboxes();
  await box.run();
  await settle();
  expect(sent).toHaveLength(1);
});

test("what was discarded at sign-out does not go out at the next sign-in", async () => {
  answers = [lost, lost];
  const box = outboxOf(ADA, PLAN, TALK);
  box.add(words("one"));
  box.add(words("two"));
  await settle();
  expect(countDrafts()).toBe(2);
  close();
  forgetDrafts();
  claimDrafts(ADA);
  close = openOutboxes(ADA, post, raise);
  runOutboxes();
  await settle();
  expect(sent).toHaveLength(1);
  expect(outboxOf(ADA, PLAN, TALK).read()).toEqual([]);
});

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { claimDrafts, countDrafts, forgetDrafts } from "../../lib/drafts";
import { PLAN, TALK } from "../../testing/cast";
import { Outbox, openOutboxes, outboxOf, runOutboxes } from "./outbox";

const words = (text: string) => ({ words: text, about: [], replyTo: null });
const settle = () => new Promise((resolve) => setTimeout(resolve, 20));

const ADA = "ada";
const BEA = "bea";
const lost = () => Promise.reject(new TypeError("network"));
let close: () => void;

let sent: { key: string | null; body: string }[];
let answers: (() => Promise<Response>)[];

function done(): Promise<Response> {
  const body = { id: crypto.randomUUID(), change_id: crypto.randomUUID() };
  return Promise.resolve(Response.json(body, { status: 201 }));
}

beforeEach(() => {
  sessionStorage.clear();
  claimDrafts(ADA);
  close = openOutboxes(ADA);
  sent = [];
  answers = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    const { body } = (await request.clone().json()) as { body: string };
    sent.push({ key: request.headers.get("Idempotency-Key"), body });
    return (answers.shift() ?? done)();
  });
});
afterEach(() => {
  close();
  vi.unstubAllGlobals();
});

test("messages go out in the order in which they were written", async () => {
  const box = new Outbox(ADA, PLAN, TALK);
  box.add(words("one"));
  box.add(words("two"));
  await settle();
  expect(sent.map(({ body }) => body)).toEqual(["one", "two"]);
  expect(box.read().every(({ state }) => state === "sent")).toBe(true);
});

test("a message whose answer was lost goes out again under the same key", async () => {
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
  answers = [
    () =>
      Promise.resolve(
        Response.json({ title: "This is too long.", detail: "Write two.", status: 422 }, { status: 422 }),
      ),
  ];
  const box = new Outbox(ADA, PLAN, TALK);
  box.add(words("one"));
  box.add(words("two"));
  await settle();
  expect(box.read().map(({ state }) => state)).toEqual(["refused", "sent"]);
  expect(box.read()[0]?.problem).toBe("This is too long. Write two.");
});

test("a message that the server asks to be sent again goes out under the same key", async () => {
  const busy = { status: 409, headers: { "Retry-After": "1" } };
  answers = [() => Promise.resolve(Response.json({ type: "/problems/in-progress" }, busy))];
  const box = new Outbox(ADA, PLAN, TALK);
  box.add(words("one"));
  await settle();
  expect(box.read()[0]?.state).toBe("waiting");
  await box.run();
  expect(box.read()[0]?.state).toBe("sent");
  expect(sent[0]?.key).toBe(sent[1]?.key);
});

test("a message that arrived leaves the outbox", async () => {
  const box = new Outbox(ADA, PLAN, TALK);
  box.add(words("one"));
  await settle();
  box.arrived(new Set([box.read()[0]?.messageId ?? ""]));
  expect(box.read()).toEqual([]);
});

test("what waits goes out after a reload even if its conversation is not open", async () => {
  answers = [lost];
  new Outbox(ADA, PLAN, TALK).add(words("one"));
  await settle();
  close();
  close = openOutboxes(ADA);
  runOutboxes();
  await settle();
  expect(sent.map(({ body }) => body)).toEqual(["one", "one"]);
});

test("nobody's message goes out with another person's session", async () => {
  answers = [lost];
  const box = outboxOf(ADA, PLAN, TALK);
  box.add(words("one"));
  await settle();
  close();
  claimDrafts(BEA);
  close = openOutboxes(BEA);
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
  close = openOutboxes(ADA);
  runOutboxes();
  await settle();
  expect(sent).toHaveLength(1);
  expect(outboxOf(ADA, PLAN, TALK).read()).toEqual([]);
});

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { PLAN, TALK } from "../../testing/cast";
import { Outbox } from "./outbox";

const words = (text: string) => ({ words: text, about: [], replyTo: null });
const settle = () => new Promise((resolve) => setTimeout(resolve, 20));

let sent: { key: string | null; body: string }[];
let answers: (() => Promise<Response>)[];

function done(): Promise<Response> {
  const body = { id: crypto.randomUUID(), change_id: crypto.randomUUID() };
  return Promise.resolve(Response.json(body, { status: 201 }));
}

beforeEach(() => {
  sessionStorage.clear();
  sent = [];
  answers = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    const { body } = (await request.clone().json()) as { body: string };
    sent.push({ key: request.headers.get("Idempotency-Key"), body });
    return (answers.shift() ?? done)();
  });
});
afterEach(() => vi.unstubAllGlobals());

test("messages go out in the order in which they were written", async () => {
  const box = new Outbox(PLAN, TALK);
  box.add(words("one"));
  box.add(words("two"));
  await settle();
  expect(sent.map(({ body }) => body)).toEqual(["one", "two"]);
  expect(box.read().every(({ state }) => state === "sent")).toBe(true);
});

test("a message whose answer was lost goes out again under the same key", async () => {
  answers = [() => Promise.reject(new TypeError("network"))];
  const box = new Outbox(PLAN, TALK);
  box.add(words("one"));
  await settle();
  expect(box.read()[0]?.state).toBe("waiting");
  await box.run();
  expect(sent).toHaveLength(2);
  expect(sent[0]?.key).toBe(sent[1]?.key);
});

test("what waits survives a reload", async () => {
  answers = [() => Promise.reject(new TypeError("network"))];
  new Outbox(PLAN, TALK).add(words("one"));
  await settle();
  const again = new Outbox(PLAN, TALK);
  expect(again.read()[0]?.words).toBe("one");
  await again.run();
  expect(sent[0]?.key).toBe(sent[1]?.key);
});

test("a refused message stays with its reason and does not hold up the next", async () => {
  answers = [() => Promise.resolve(Response.json({ title: "Too long", status: 422 }, { status: 422 }))];
  const box = new Outbox(PLAN, TALK);
  box.add(words("one"));
  box.add(words("two"));
  await settle();
  expect(box.read().map(({ state }) => state)).toEqual(["refused", "sent"]);
  expect(box.read()[0]?.problem).toBe("Too long");
});

test("a message that the server asks to be sent again goes out under the same key", async () => {
  const busy = { status: 409, headers: { "Retry-After": "1" } };
  answers = [() => Promise.resolve(Response.json({ type: "/problems/in-progress" }, busy))];
  const box = new Outbox(PLAN, TALK);
  box.add(words("one"));
  await settle();
  expect(box.read()[0]?.state).toBe("waiting");
  await box.run();
  expect(box.read()[0]?.state).toBe("sent");
  expect(sent[0]?.key).toBe(sent[1]?.key);
});

test("a message that arrived leaves the outbox", async () => {
  const box = new Outbox(PLAN, TALK);
  box.add(words("one"));
  await settle();
  box.arrived(new Set([box.read()[0]?.messageId ?? ""]));
  expect(box.read()).toEqual([]);
});

// @vitest-environment happy-dom
/** What is on its way arrives once, also when it was said without a line. */
import { beforeEach, expect, test, vi } from "vitest";
import { draftNames, forgetDrafts } from "../lib/drafts";
import { Problem, Unreachable } from "../lib/problem";
import { Outbox, type Outgoing } from "./outbox";

interface Mood extends Outgoing {
  mood: string;
}

const SAID = { mood: "okay", at: "2026-11-29T12:00:00Z" };

beforeEach(forgetDrafts);

test("without a line they are kept over a reload, and go out under the same key", async () => {
  const offline = new Outbox<Mood>("answer.", () => Promise.reject(new Unreachable(null)));
  const key = offline.add(SAID);
  await offline.run();
  offline.rest();
  expect(draftNames("answer.")).toEqual([`answer.${key}`]);
  const sent: Mood[] = [];
  const again = new Outbox<Mood>("answer.", async (item) => {
    sent.push(item);
  });
  await again.run();
  await again.run();
  expect(sent).toEqual([{ ...SAID, key, refused: null, held: false }]);
  expect(draftNames("answer.")).toEqual([]);
});

test("what the server will never take is said and not tried again", async () => {
  let tries = 0;
  const box = new Outbox<Mood>("answer.", () => {
    tries += 1;
    return Promise.reject(new Problem(403, { type: "/problems/forbidden", title: "No" }));
  });
  box.add(SAID);
  await box.run();
  await box.run();
  expect(tries).toBe(1);
  expect(box.read()[0]?.refused).not.toBeNull();
});

test("what met the same thing on its way is tried again", async () => {
  let tries = 0;
  const box = new Outbox<Mood>("answer.", async () => {
    tries += 1;
    if (tries === 1) throw new Problem(409, { type: "/problems/conflict", title: "Twice at once" });
  });
  box.add(SAID);
  await vi.waitFor(async () => {
    await box.run();
    expect(box.read()).toEqual([]);
  });
  expect(tries).toBe(2);
});

test("what is held goes out with what was added to it, and a reload holds nothing back", async () => {
  const sent: Mood[] = [];
  const take = async (item: Mood) => {
    sent.push(item);
  };
  const box = new Outbox<Mood>("answer.", take);
  const key = box.add({ ...SAID, held: true });
  await box.run();
  expect(sent).toEqual([]);
  box.release(key, { mood: "good" });
  await box.run();
  expect(sent.map((item) => item.mood)).toEqual(["good"]);
  box.add({ ...SAID, held: true });
  await new Outbox<Mood>("answer.", take).run();
  expect(sent.map((item) => item.mood)).toEqual(["good", "okay"]);
});

// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from "vitest";
import { draftNames, readDraft } from "../../lib/drafts";
import { forgetWriting, keepWriting, readWriting } from "./drafts";

const open = vi.hoisted(() => ({ keys: true }));
vi.mock("../../keyring/keyring", () => ({
  Locked: class extends Error {},
  sealOwn: async (purpose: string, id: string, version: number, plain: Uint8Array) => {
    if (!open.keys) throw new Error("locked");
    return btoa(JSON.stringify([purpose, id, version, Array.from(plain, (byte) => byte ^ 255)]));
  },
  openOwn: async (purpose: string, id: string, version: number, sealed: string) => {
    const [of, whose, which, bytes] = JSON.parse(atob(sealed));
    if (of !== purpose || whose !== id || which !== version) throw new Error("another place");
    return Uint8Array.from(bytes, (byte: number) => byte ^ 255);
  },
}));

const PLAN = "7";
const writing = { id: "n1", version: 1, text: "She was late" };

beforeEach(() => {
  sessionStorage.clear();
  open.keys = true;
});

test("what is being written comes back, and lies nowhere in clear", async () => {
  await keepWriting(PLAN, writing);
  expect(await readWriting(PLAN)).toEqual(writing);
  expect(await readWriting("8")).toBeNull();
  expect(JSON.stringify({ ...sessionStorage })).not.toContain("late");
});

test("a page that is shown anew waits for what is still being sealed", async () => {
  void keepWriting(PLAN, writing);
  void keepWriting(PLAN, { ...writing, text: "She was early" });
  expect((await readWriting(PLAN))?.text).toBe("She was early");
});

test("where the keys are closed nothing is kept, and nothing is written over", async () => {
  await keepWriting(PLAN, writing);
  open.keys = false;
  await expect(keepWriting(PLAN, { ...writing, text: "She was early" })).rejects.toThrow("locked");
  expect((await readWriting(PLAN))?.text).toBe("She was late");
});

test("an empty text, a discarded one and one that does not open are forgotten", async () => {
  await keepWriting(PLAN, writing);
  await keepWriting(PLAN, { ...writing, text: " " });
  expect(await readWriting(PLAN)).toBeNull();
  void keepWriting(PLAN, writing);
  await forgetWriting(PLAN, writing.id);
  expect(draftNames("")).toEqual([]);
  await keepWriting(PLAN, writing);
  sessionStorage.setItem("careteam.draft.process-note.7.n2", readDraft("process-note.7.n1"));
  await forgetWriting(PLAN, "n1");
  expect(await readWriting(PLAN)).toBeNull();
  expect(draftNames("")).toEqual([]);
});

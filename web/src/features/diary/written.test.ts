// @vitest-environment happy-dom
/** What is written in an exercise: sealed as long as it is a draft, and an entry that says what it was. */
import { beforeEach, expect, test, vi } from "vitest";
import { SEALED } from "../../lib/drafts";
import { keepWords, readWords } from "./drafts";
import { LONGEST } from "./entry";
import { roomAt, withWords, written } from "./written";

vi.mock("../../keyring/keyring", () => ({
  Locked: class extends Error {},
  sealOwn: async (purpose: string, id: string, version: number, plain: Uint8Array) =>
    btoa(JSON.stringify([purpose, id, version, Array.from(plain, (byte) => byte ^ 255)])),
  openOwn: async (purpose: string, id: string, version: number, sealed: string) => {
    const [of, whose, which, bytes] = JSON.parse(atob(sealed));
    if (of !== purpose || whose !== id || which !== version) throw new Error("another place");
    return Uint8Array.from(bytes, (byte: number) => byte ^ 255);
  },
}));

const PIECE = {
  title: "Find your intention",
  steps: [{ title: "What matters now" }, { title: "Make it short" }],
};

beforeEach(() => {
  sessionStorage.clear();
  localStorage.clear();
});

test("an entry says which exercise it was and at which step each word was written", () => {
  const words = withWords(withWords([], 1, " Be kind \n"), 0, "Less fear");
  expect(written(PIECE, words)).toBe(
    "Find your intention\n\nWhat matters now\nLess fear\n\nMake it short\nBe kind",
  );
  expect(written(PIECE, withWords([], 1, "Be kind"))).toBe("Find your intention\n\nMake it short\nBe kind");
  expect(written(PIECE, ["", " "])).toBeNull();
});

test("there is room for what an entry holds and for no letter more", () => {
  const before = ["Less fear"];
  const all = withWords(before, 1, "y".repeat(roomAt(PIECE, before, 1)));
  expect(written(PIECE, all)?.length).toBe(LONGEST);
  expect(roomAt(PIECE, all, 1)).toBe(all[1]?.length);
});

test("a draft comes back when the page was closed, lies nowhere in clear, and is forgotten when it is empty", async () => {
  await keepWords("7", "intention", ["Less fear", ""]);
  sessionStorage.clear();
  expect(await readWords("7", "intention")).toEqual(["Less fear", ""]);
  expect(await readWords("7", "integration")).toBeNull();
  expect(JSON.stringify({ ...localStorage })).not.toContain("fear");
  await keepWords("7", "intention", [" "]);
  expect(JSON.stringify({ ...localStorage })).not.toContain(SEALED);
  expect(await readWords("7", "intention")).toBeNull();
});

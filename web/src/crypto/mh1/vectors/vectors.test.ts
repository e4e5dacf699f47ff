// @vitest-environment node
import { expect, test } from "vitest";
import { checkText } from "./check";

const MINUTES = 60_000;

const own = import.meta.glob<string>("../../../../../tests/crypto/mh1/vectors.json", {
  query: "?raw",
  import: "default",
});
const shared = import.meta.glob<string>("../../../../../../shared/spec/vectors.json", {
  query: "?raw",
  import: "default",
});

async function failuresIn(files: Record<string, () => Promise<string>>): Promise<readonly string[] | null> {
  const [load] = Object.values(files);
  return load ? (await checkText(await load())).failures : null;
}

test("every vector of the specification passes", { timeout: 5 * MINUTES }, async (context) => {
  const failures = await failuresIn(shared);
  context.skip(failures === null, "the specification's vectors are not beside this checkout");
  expect(failures).toEqual([]);
});

test("every vector of our own passes", { timeout: 5 * MINUTES }, async () => {
  expect(await failuresIn(own)).toEqual([]);
});

const check = async (document: unknown) => {
  const { failures, summary } = await checkText(JSON.stringify(document));
  return [...failures, summary];
};

test("a file that is no vector file fails as one check", async () => {
  expect(await check([])).toEqual(["file: not a JSON object", "0 passed, 1 failed"]);
  expect((await checkText("{")).summary).toBe("0 passed, 1 failed");
  expect(await check({ vectors: 1 })).toEqual(["vectors: not a list", "0 passed, 1 failed"]);
  expect(await check({ something: "else" })).toEqual(["0 passed, 0 failed"]);
  expect(await check({ dsk: 5, dpk: null })).toEqual([
    "flat: device key: not lower-case hex",
    "0 passed, 1 failed",
  ]);
});

test("a vector that should be refused passes only by a refusal", async () => {
  const vectors = [
    { kind: "cbor", name: "taken", ok: false, hex: "00" },
    { kind: "cbor", name: "refused", ok: false, hex: "1800" },
    { kind: "cbor", name: "broken", ok: false, hex: "0" },
    { kind: "cbor", name: "missing", ok: false },
    { kind: "cbor", name: "wrongly refused", ok: true, hex: "1800" },
    { kind: "pad", name: "differs", ok: false, n: 0, padded: 257 },
    { kind: "nothing", name: "unknown", ok: false },
    { kind: "cbor", name: "unclear", hex: "00" },
    null,
  ];
  expect(await check({ vectors })).toEqual([
    "taken: accepted, and ought to be refused",
    "broken: not lower-case hex",
    "missing: hex is missing",
    "wrongly refused: refused: not CBOR: Error",
    "differs: padded length differs",
    "unknown: an unknown kind",
    "unclear: ok is neither true nor false",
    "vector 8: not an object",
    "1 passed, 8 failed",
  ]);
});

test("a patch changes a copy of another vector, step by step", async () => {
  const base = { kind: "merkle", name: "base", ok: true, leaves: ["00", "01", "02"], root: "" };
  const patch = (name: string, ...steps: unknown[]) => ({
    kind: "cbor",
    name,
    ok: true,
    of: "base",
    patch: steps,
  });
  const leaves = (...steps: unknown[]) => [...steps, [["hex"], "set", "00"]];
  const vectors = [
    { ...base, ok: false },
    patch("set", ...leaves([["leaves", 0], "set", "ff"])),
    patch("remove", ...leaves([["leaves", 0], "remove"], [["root"], "remove"])),
    patch(
      "bits",
      ...leaves([["leaves", 1], "flip", 0, 7], [["leaves", 1], "append", "00"], [["leaves", 1], "cut", 1]),
    ),
    patch(
      "lists",
      ...leaves([["leaves"], "swap", 0, 2], [["leaves"], "insert", 1, "aa"], [["leaves"], "keep", 2]),
    ),
    patch("nowhere", [["leaves", 9], "flip", 0, 0]),
    patch("no such bit", [["leaves", 0], "flip", 1, 0]),
    patch("no such operation", [["leaves"], "sort"]),
    { ...patch("of nothing"), of: "nothing" },
    { ...patch("of itself"), of: "of itself" },
  ];
  expect(await check({ vectors })).toEqual([
    "nowhere: a path leads nowhere",
    "no such bit: there is no such bit",
    "no such operation: an unknown operation",
    "of nothing: there is no vector that it changes",
    "of itself: there is no vector that it changes",
    "5 passed, 5 failed",
  ]);
});

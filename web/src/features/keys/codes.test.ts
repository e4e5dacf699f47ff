// @vitest-environment node
import { expect, test } from "vitest";
import { publicKey } from "../../crypto/mh1/curve";
import { systemRandom as random } from "../../crypto/mh1/primitives";
import { base64url } from "../../lib/base64url";
import { fingerprintOf, isAsked, isTyped, joinCode, joinLink, parseJoin } from "./join-code";
import { safetyWords } from "./safety-words";

const card = () => ({
  id: base64url(random(16)),
  pk: base64url(random(1216)),
  dpk: base64url(publicKey(random(32))),
  device: "Firefox on Linux",
  asked_at: "2026-11-28T10:00:00Z",
});

test("a new device is known by its link and by its code, and no other card passes for it", () => {
  const device = card();
  const link = joinLink("http://localhost", device.id, fingerprintOf(device));
  const asked = parseJoin(new URL(link).hash);
  if (!asked) throw new Error("the link says nothing");
  expect(isAsked(device, asked)).toBe(true);
  expect(isAsked({ ...card(), id: device.id }, asked)).toBe(false);
  const code = joinCode(fingerprintOf(device));
  expect(code).toMatch(/^(?:[0-9A-HJKMNP-TV-Z]{4}-?){4}$/);
  expect(isTyped(device, code.toLowerCase().replaceAll("-", " "))).toBe(true);
  expect(isTyped(card(), code)).toBe(false);
  expect(isTyped(device, "")).toBe(false);
  expect(parseJoin("#join=short")).toBeNull();
});

test("two people read the same twelve words, and others than with anybody else", () => {
  const [mine, theirs] = [random(32), random(32)];
  const said = safetyWords(mine, theirs);
  expect(said).toHaveLength(12);
  expect(safetyWords(theirs, mine)).toEqual(said);
  expect(safetyWords(mine, random(32))).not.toEqual(said);
});

test("the words are those that the client in Python says", () => {
  // The same in `tests/client/test_succession.py`.
  const said = "skirt please casino quarter push silly link usage demand chat split syrup";
  const counted = Uint8Array.from({ length: 32 }, (_, n) => n);
  expect(safetyWords(counted, new Uint8Array(32)).join(" ")).toBe(said);
});

// @vitest-environment node
import { expect, test } from "vitest";
import { kitText, parseKit, parseSecret, secretText } from "./kit";
import { systemRandom as random } from "./primitives";
import { Refused } from "./refused";

/** The bytes 0 to 15: the same in `tests/crypto/mh1/test_round_trips.py`. */
const KNOWN = "000G-40R4-0M30-E209-185G-R38E-1Y93";

test("an account secret is read as it was written down, however it is typed", () => {
  const known = Uint8Array.from({ length: 16 }, (_, i) => i);
  expect(secretText(known)).toBe(KNOWN);
  expect(parseSecret(KNOWN.toLowerCase().replaceAll("-", " "))).toEqual(known);
  expect(parseSecret(KNOWN.replaceAll("0", "O").replaceAll("1", "l"))).toEqual(known);
});

test("a slip in an account secret or a kit is noticed, and neither is taken for the other", () => {
  for (let at = 0; at < KNOWN.length; at++) {
    if (KNOWN[at] === "-") continue;
    const slip = `${KNOWN.slice(0, at)}${KNOWN[at] === "7" ? "8" : "7"}${KNOWN.slice(at + 1)}`;
    expect(() => parseSecret(slip)).toThrow(Refused);
  }
  expect(() => parseKit(KNOWN)).toThrow(Refused);
  expect(() => parseSecret(kitText(random(19)))).toThrow(Refused);
});

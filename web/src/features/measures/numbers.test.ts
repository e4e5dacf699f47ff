/** What can be typed in as a blood pressure, and what is said to it. */
import { expect, test } from "vitest";
import type { Instrument, MeasureItem, MeasureResult } from "../../client/types";
import { canSend, faultOf, isTyped, typedNumber } from "./numbers";
import { helpOf, plainWords, scoreWords } from "./words";

const BLANK = { options: [], low: 0, high: 300, unit: "mm[Hg]", optional: false, below: null, help: null };
const item = (id: string, more: object) =>
  ({ ...BLANK, risk_above: null, label: id, id, ...more }) as unknown as MeasureItem;
const UPPER = item("upper", { low: 50, risk_above: 179, help: "emergency" });
const LOWER = item("lower", { below: "upper", risk_above: 109, help: "emergency" });
const PULSE = item("pulse", { unit: "/min", optional: true });
const options = [
  { value: 0, text: "No" },
  { value: 1, text: "Yes" },
];
const PAIN = item("pain", { unit: null, optional: true, options, risk_above: 0, help: "emergency" });
const BP = { high: null, items: [UPPER, LOWER, PULSE, PAIN] } as unknown as Instrument;

const answered = (answers: object) =>
  ({ kind: "answered", total: null, band: null, answers }) as unknown as MeasureResult;

test("numbers are typed in, answers are chosen", () => {
  expect(BP.items.filter(isTyped)).toEqual([UPPER, LOWER, PULSE]);
  expect(["128", " 12 8x", "", "12800"].map(typedNumber)).toEqual([128, 128, undefined, 128]);
});

test("a number says what is wrong with it", () => {
  expect(faultOf(UPPER, {})).toBe("missing");
  expect(faultOf(PULSE, {})).toBeNull();
  expect([49, 50, 300, 301].map((upper) => faultOf(UPPER, { upper }))).toEqual([
    "range",
    null,
    null,
    "range",
  ]);
  expect([119, 120].map((lower) => faultOf(LOWER, { upper: 120, lower }))).toEqual([null, "not-below"]);
});

test("what asks for help can be sent without the numbers, and never with a wrong one", () => {
  expect(canSend(BP, { upper: 120, lower: 80 }, false)).toBe(true);
  expect(canSend(BP, { pain: 1 }, true)).toBe(true);
  expect(canSend(BP, { pain: 0 }, false)).toBe(false);
  expect(canSend(BP, { upper: 20, pain: 1 }, true)).toBe(false);
});

test("the emergency number is shown from 180 or 110 on, and with a symptom", () => {
  expect(helpOf(BP, { upper: 179, lower: 109, pain: 0 })).toBeNull();
  expect(helpOf(BP, { upper: 180 })).toBe("emergency");
  expect(helpOf(BP, { lower: 110 })).toBe("emergency");
  expect(helpOf(BP, { pain: 1 })).toBe("emergency");
});

test("a reading is told as people say it, and has no score", () => {
  const result = answered({ upper: 128, lower: 82, pulse: 72, pain: 0 });
  expect(scoreWords(result, BP)).toBe("128 / 82 mmHg");
  expect(plainWords(result, BP)).toBe("pulse: 72 a minute. pain: No");
  expect(scoreWords(answered({ upper: 128 }), BP)).toBe("128 / ? mmHg");
  expect(scoreWords(answered({ pain: 1 }), BP)).toBe("No reading");
});

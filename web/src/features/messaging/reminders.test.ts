import { expect, test } from "vitest";
import { comingBack } from "./reminders";

const local = (iso: string) => {
  const at = new Date(iso);
  return [at.getDate(), at.getHours()];
};

test("one comes back later today, tomorrow morning, or on Monday", () => {
  // A Wednesday, in the morning and late in the evening.
  const morning = comingBack(new Date(2026, 11, 2, 9, 30));
  expect(morning.map(({ when, at }) => [when, ...local(at)])).toEqual([
    ["later", 2, 12],
    ["tomorrow", 3, 8],
    ["week", 7, 8],
  ]);
  expect(comingBack(new Date(2026, 11, 2, 22)).map(({ when }) => when)).toEqual(["tomorrow", "week"]);
});

test("on a Sunday tomorrow is Monday and is offered once", () => {
  const sunday = comingBack(new Date(2026, 11, 6, 9));
  expect(sunday.map(({ when, at }) => [when, ...local(at)])).toEqual([
    ["later", 6, 12],
    ["tomorrow", 7, 8],
  ]);
});

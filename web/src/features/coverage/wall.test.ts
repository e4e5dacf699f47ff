import { expect, test } from "vitest";
import { dayAfter, within } from "./wall";

test("a night lies in two days, until and from its own hours", () => {
  const night = ["2026-11-28T20:00", "2026-11-29T08:00"] as const;
  expect(within("2026-11-27", ...night)).toBeNull();
  expect(within("2026-11-28", ...night)).toEqual({ from: night[0] });
  expect(within("2026-11-29", ...night)).toEqual({ until: night[1] });
  expect(within("2026-11-30", ...night)).toBeNull();
});

test("what ends at midnight is not in the day that begins then, and a whole day has no hours", () => {
  expect(within("2026-11-30", "2026-11-28T20:00", "2026-11-30T00:00")).toBeNull();
  expect(within("2026-11-29", "2026-11-28T20:00", "2026-11-30T00:00")).toEqual({});
});

test("days follow each other over the change of the clocks too", () => {
  expect(dayAfter("2026-10-31", 1)).toBe("2026-11-01");
  expect(dayAfter("2026-11-01", 7)).toBe("2026-11-08");
});

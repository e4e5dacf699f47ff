import { expect, test } from "vitest";
import { backoff } from "./socket";

test("waits grow, are jittered, and never exceed twenty seconds", () => {
  expect(backoff(0, 0)).toBe(250);
  expect(backoff(0, 1)).toBe(500);
  expect(backoff(3, 1)).toBe(4_000);
  expect(backoff(30, 1)).toBe(20_000);
  expect(backoff(30, 0)).toBe(10_000);
});

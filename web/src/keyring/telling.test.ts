// @vitest-environment happy-dom
/** What was found reaches the privacy officer once, however often it is found and however long the network is away. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Telling } from "./telling";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("is told once, and confirmed to everybody who found it", async () => {
  const telling = new Telling();
  const send = vi.fn(async () => undefined);
  await Promise.all([telling.tell("log", send), telling.tell("log", send)]);
  await telling.tell("chain", send);
  expect(send).toHaveBeenCalledTimes(2);
});

it("is tried again until the server confirms it, and at once when the network is back", async () => {
  const telling = new Telling();
  let away = true;
  const send = vi.fn(async () => {
    if (away) throw new TypeError("no network");
  });
  let told = false;
  void telling.tell("log", send).then(() => {
    told = true;
  });
  await vi.advanceTimersByTimeAsync(7_000);
  expect(send).toHaveBeenCalledTimes(3);
  expect(told).toBe(false);
  away = false;
  globalThis.dispatchEvent(new Event("online"));
  await vi.advanceTimersByTimeAsync(0);
  expect(told).toBe(true);
  await vi.advanceTimersByTimeAsync(600_000);
  expect(send).toHaveBeenCalledTimes(4);
});

it("is not told in the name of whoever signs in next", async () => {
  const telling = new Telling();
  const send = vi.fn(() => Promise.reject(new TypeError("no network")));
  void telling.tell("log", send);
  await vi.advanceTimersByTimeAsync(0);
  telling.stop();
  await vi.advanceTimersByTimeAsync(600_000);
  expect(send).toHaveBeenCalledTimes(1);
});

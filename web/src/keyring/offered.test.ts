// @vitest-environment happy-dom
import { afterEach, expect, test } from "vitest";
import { hasOffered, takeKitFromAddress, takeOffered } from "./offered";

afterEach(() => {
  takeOffered();
  window.history.replaceState(null, "", "/");
});

test("a kit in an address leaves it at once, and is there once", () => {
  window.history.replaceState(null, "", "/sign-in?to=%2Ftoday#kit=ABCD-EFGH-JKMN-PQRS-TVWX-YZ01-2345-6789");
  takeKitFromAddress();
  expect(window.location.href).toBe("http://localhost/sign-in?to=%2Ftoday");
  expect(hasOffered()).toBe(true);
  expect(takeOffered()).toEqual([{ kit: "ABCD-EFGH-JKMN-PQRS-TVWX-YZ01-2345-6789" }]);
  expect(hasOffered()).toBe(false);
});

test("any other fragment stays where it is", () => {
  window.history.replaceState(null, "", "/devices#join=abc");
  takeKitFromAddress();
  expect(window.location.hash).toBe("#join=abc");
  expect(hasOffered()).toBe(false);
});

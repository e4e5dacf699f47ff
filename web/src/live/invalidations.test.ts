// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { keyOf } from "../client/api";
import type { LiveEntry } from "../client/types";
import { PLAN } from "../testing/cast";
import { matches, staleAfter } from "./invalidations";

const entry = (event: string) => ({ event, plan_id: PLAN }) as LiveEntry;
const stale = (event: string, key: readonly unknown[]) =>
  staleAfter(entry(event))?.some((one) => matches(one, key, PLAN)) ?? "everything";

const planKey = (plan: string) => keyOf("/api/plans/{plan_id}", { path: { plan_id: plan } });

test("a claimed task makes Today, the counts and the plan's tasks stale", () => {
  const tasks = [
    ...keyOf("/api/plans/{plan_id}/tasks", { path: { plan_id: PLAN }, query: { status: "open" } }),
    "pages",
  ];
  expect(stale("TaskClaimed", keyOf("/api/counts"))).toBe(true);
  expect(stale("TaskClaimed", tasks)).toBe(true);
  expect(stale("TaskClaimed", keyOf("/api/inbox"))).toBe(false);
});

test("another plan stays as it is", () => {
  expect(stale("GoalSet", planKey(PLAN))).toBe(true);
  expect(stale("GoalSet", planKey("another"))).toBe(false);
});

test("every entry makes the trails that show it stale", () => {
  const trail = (plan: string) => [
    ...keyOf("/api/plans/{plan_id}/trail", { path: { plan_id: plan }, query: { event: ["GoalSet"] } }),
    "pages",
  ];
  expect(stale("PlanViewed", trail(PLAN))).toBe(true);
  expect(stale("PlanViewed", trail("another"))).toBe(false);
  expect(stale("SignedIn", keyOf("/api/people/{person_id}/trail", { path: { person_id: "x" } }))).toBe(true);
});

test("an event this build does not know makes everything stale", () => {
  expect(stale("SomethingNew", planKey("another"))).toBe("everything");
});

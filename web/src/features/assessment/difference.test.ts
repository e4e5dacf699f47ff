/** What two versions of a plan differ in. */
import { expect, test } from "vitest";
import type { AssessmentFinding, PlanVersion } from "../../client/types";
import { differentFindings, differentPlan } from "./difference";

const author = { id: "1", name: "Bea", role: "psychiatrist" as const };

function finding(finding_id: string, id: string, name: string): AssessmentFinding {
  return {
    id,
    finding_id,
    body: { kind: "barrier", name, words: null },
    staff_only: false,
    judgement: null,
    author,
    reason: "so",
    at: "2030-01-01T00:00:00Z",
    since_version: 1,
  };
}

function version(title: string): PlanVersion {
  return {
    id: "v",
    version: 1,
    author,
    reason: "so",
    at: "2030-01-01T00:00:00Z",
    title,
    summary: null,
    status: "active",
    phase: "dosing",
  };
}

test("a finding that is new, says something else, or is gone is told; one that is the same is not", () => {
  const before = [
    finding("a", "a1", "No car"),
    finding("b", "b1", "Night shifts"),
    finding("c", "c1", "Rent"),
  ];
  const after = [
    finding("a", "a1", "No car"),
    finding("b", "b2", "Early shifts"),
    finding("d", "d1", "Stairs"),
  ];
  expect(differentFindings(before, after).map((one) => [one.before, one.after])).toEqual([
    ["Night shifts", "Early shifts"],
    ["Rent", null],
    [null, "Stairs"],
  ]);
  expect(differentFindings(after, after)).toEqual([]);
});

test("of the plan itself only what differs is told", () => {
  expect(
    differentPlan(version("Old"), version("New")).map((one) => [one.key, one.before, one.after]),
  ).toEqual([["title", "Old", "New"]]);
});

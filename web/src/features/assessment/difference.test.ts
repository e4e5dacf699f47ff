/** What two versions of a plan differ in. */
import { expect, test } from "vitest";
import type { AssessmentFinding, FindingBody, PlanVersion } from "../../client/types";
import { words } from "../../i18n";
import { knownDate } from "../../lib/dates";
import { differentFindings, differentParts, differentPlan } from "./difference";

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
    changed: [],
  };
}

test("a goal that is new and a step that changed are told, the step with who does it and its goal", () => {
  const step = {
    kind: "step" as const,
    words: "Walk",
    sort: "exercise" as const,
    phase: "dosing" as const,
    status: "planned" as const,
    goal: "Sleep",
    owner_id: "1",
    owner_role: null,
    owner: author,
  };
  const goal = {
    kind: "goal" as const,
    words: "Sleep",
    target: "Five nights",
    status: "active" as const,
    achievement: "in-progress" as const,
    due_on: null,
  };
  const changed = [
    { part_id: "g", before: null, after: goal },
    { part_id: "s", before: step, after: { ...step, status: "done" as const } },
  ];
  const { goalStatus, achievement, itemStatus, itemForm, phase } = words.plans;
  const walk = (status: string) =>
    `Walk, ${status}, ${itemForm.kinds.exercise}, ${phase.dosing}, Bea, for “Sleep”`;
  expect(
    differentParts({ ...version("Plan"), changed }).map((one) => [one.what, one.before, one.after]),
  ).toEqual([
    ["Goal", null, `Sleep, ${goalStatus.active}, ${achievement["in-progress"]}, Five nights`],
    ["Step", walk(itemStatus.planned), walk(itemStatus.done)],
  ]);
});

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

test("a condition and a consent are told with their state, so that a consent taken back is seen", () => {
  const day = knownDate("2030-01-01");
  const depression = (status: "active" | "remission"): FindingBody => ({
    kind: "condition",
    name: "Depression",
    code: null,
    status,
    since: null,
    course: "recurrent",
    words: null,
  });
  const ketamine = (status: "given" | "withdrawn"): FindingBody => ({
    kind: "consent",
    to: "off-label",
    name: "Ketamine",
    status,
    on: "2030-01-01",
    paper: "Room 4",
    words: null,
  });
  const says = (row: string, bodies: readonly FindingBody[]) =>
    bodies.map((body, n) => ({ ...finding(`${n}`, `${row}${n}`, ""), body }));
  const found = differentFindings(
    says("a", [depression("active"), ketamine("given")]),
    says("b", [depression("remission"), ketamine("withdrawn")]),
  );
  expect(found.map((one) => [one.what, one.before, one.after])).toEqual([
    ["Conditions", "Depression, active, recurrent", "Depression, in remission, recurrent"],
    [
      "Consents",
      `Ketamine, given, off-label use, on ${day}, signed paper: Room 4`,
      `Ketamine, withdrawn, off-label use, on ${day}, signed paper: Room 4`,
    ],
  ]);
});

test("of the plan itself only what differs is told", () => {
  expect(
    differentPlan(version("Old"), version("New")).map((one) => [one.key, one.before, one.after]),
  ).toEqual([["title", "Old", "New"]]);
});

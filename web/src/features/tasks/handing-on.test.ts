import { expect, test } from "vitest";
import type { Task, TasksOfOne } from "../../client/types";
import { heirsOf, sharesOf } from "./handing-on";

const task = (id: string, plan: string) => ({ id, plan_id: plan, patient_name: plan }) as Task;
const lena = { id: "lena", name: "Lena", role: "therapist" } as const;
const anna = { id: "anna", name: "Anna", role: "health_coach" } as const;
const takers: TasksOfOne["takers"] = [
  { plan_id: "mei", role: "therapist", members: [anna, lena] },
  { plan_id: "rosa", role: "therapist", members: [anna] },
];
const tasks = [task("1", "mei"), task("2", "rosa"), task("3", "mei")];
const told = (heir: string | null) =>
  sharesOf(tasks, takers, heir).map(({ planId, tasks: some, owner, pool }) => [
    planId,
    some.length,
    owner?.id ?? pool,
  ]);

test("each plan's share goes to who has the role there, else to the role's pool", () => {
  expect(told(null)).toEqual([
    ["mei", 2, "lena"],
    ["rosa", 1, "therapist"],
  ]);
});

test("one colleague gets what is in plans they are on, and the pool the rest", () => {
  expect(told("lena")).toEqual([
    ["mei", 2, "lena"],
    ["rosa", 1, "therapist"],
  ]);
  expect(told("anna").map(([, , who]) => who)).toEqual(["anna", "anna"]);
  expect(heirsOf(takers).map(({ id }) => id)).toEqual(["anna", "lena"]);
});

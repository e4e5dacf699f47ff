import { expect, test } from "vitest";
import type { Task } from "../../client/types";
import { actsOf } from "./acts";

const task = (status: Task["status"], may: Task["may"]) => ({ status, may }) as Task;

test("the primary button is the next state", () => {
  expect(actsOf(task("requested", ["task.claim"])).next).toBe("claim");
  expect(actsOf(task("accepted", ["task.start", "task.complete", "task.hand-back"]))).toEqual({
    next: "start",
    others: ["completion", "hand-back"],
  });
  expect(actsOf(task("in-progress", ["task.start", "task.complete"])).next).toBe("completion");
});

test("without a right there is no button", () => {
  expect(actsOf(task("requested", []))).toEqual({ next: null, others: [] });
});

/** Which acts a task offers, the next state first; the server's `may` decides. Pure. */
import type { Action, Task } from "../../client/types";

export type Act = "claim" | "start" | "completion" | "hand-back" | "cancellation";

const ALLOWED_BY: Readonly<Record<Act, Action>> = {
  claim: "task.claim",
  start: "task.start",
  completion: "task.complete",
  "hand-back": "task.hand-back",
  cancellation: "task.cancel",
};
const FORWARD: readonly Act[] = ["claim", "start", "completion"];
const ASIDE: readonly Act[] = ["hand-back", "cancellation"];

export function mayAct(task: Task, act: Act): boolean {
  if (!task.may.includes(ALLOWED_BY[act])) return false;
  return !(act === "start" && task.status === "in-progress");
}

/** The one primary button, and what stands in the menu beside it. */
export function actsOf(task: Task): { next: Act | null; others: Act[] } {
  const forward = FORWARD.filter((act) => mayAct(task, act));
  const [next = null, ...rest] = forward;
  return { next, others: [...rest, ...ASIDE.filter((act) => mayAct(task, act))] };
}

/** Whether anything is still to be done. */
export function isOpen(task: Pick<Task, "status">): boolean {
  return task.status !== "completed" && task.status !== "cancelled";
}

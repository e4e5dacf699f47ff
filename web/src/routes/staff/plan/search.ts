/** What the address of a patient's page may say. */

export interface PlanSearch {
  /** The open conversation. */
  talk?: string | undefined;
  /** The goal or item that is lit. */
  about?: string | undefined;
  /** A message to go to. */
  message?: string | undefined;
  /** Which side a narrow screen shows. */
  side?: "plan" | "talk" | undefined;
}

const UUID = /^[0-9a-f-]{36}$/i;

function id(value: unknown): string | undefined {
  return typeof value === "string" && UUID.test(value) ? value : undefined;
}

export function planSearch(search: Record<string, unknown>): PlanSearch {
  return {
    talk: id(search.talk),
    about: id(search.about),
    message: id(search.message),
    side: search.side === "talk" || search.side === "plan" ? search.side : undefined,
  };
}

/** `?task=<plan>.<task>`: the task that lies open over the page. */
export function taskSearch(search: Record<string, unknown>): { task?: string | undefined } {
  const [plan, task] = typeof search.task === "string" ? search.task.split(".") : [];
  return { task: id(plan) && id(task) ? `${plan}.${task}` : undefined };
}

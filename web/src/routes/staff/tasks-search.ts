/** What the address of the tasks may say. */
import { SCOPES, type Scope } from "../../features/tasks/queries";

export function tasksSearch(search: Record<string, unknown>): { scope?: Scope | undefined } {
  return { scope: SCOPES.find((scope) => scope === search.scope) };
}

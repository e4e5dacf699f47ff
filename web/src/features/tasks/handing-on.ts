/** Where each plan's share of somebody's tasks goes: to a person on its team, else to whoever of the role takes it. Pure. */
import type { AssignTask, PersonRef, Task, TasksOfOne } from "../../client/types";
import { CARE_ROLES } from "../../lib/roles";

export interface Share {
  planId: string;
  patient: string;
  tasks: readonly Task[];
  owner: PersonRef | null;
  pool: NonNullable<AssignTask["pool"]>;
}

type Takers = TasksOfOne["takers"][number];

/** `heir`: one colleague for all plans whose team they are on; null: in each plan whoever there has the same role. */
export function sharesOf(
  tasks: readonly Task[],
  takers: readonly Takers[],
  heir: string | null,
): readonly Share[] {
  const plans = [...new Set(tasks.map(({ plan_id }) => plan_id))];
  return plans.map((planId) => {
    const theirs = tasks.filter(({ plan_id }) => plan_id === planId);
    const there = takers.find(({ plan_id }) => plan_id === planId);
    const members = there?.members ?? [];
    const owner = members.find(({ id, role }) => (heir === null ? role === there?.role : id === heir));
    const pool = CARE_ROLES.find((role) => role === (there?.role ?? theirs[0]?.owner?.role));
    return {
      planId,
      patient: theirs[0]?.patient_name ?? "",
      tasks: theirs,
      owner: owner ?? null,
      pool: pool ?? "psychiatrist",
    };
  });
}

/** Everybody who is on the team of one of these plans, by name. */
export function heirsOf(takers: readonly Takers[]): readonly PersonRef[] {
  const known = new Map(takers.flatMap(({ members }) => members.map((one) => [one.id, one] as const)));
  return [...known.values()].sort((one, other) => one.name.localeCompare(other.name));
}

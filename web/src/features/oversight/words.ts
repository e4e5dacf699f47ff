/** Entries of the trail in words. */
import type { TrailEntry } from "../../client/types";
import { words } from "../../i18n";
import { dateOf, exact, shortDate } from "../../lib/dates";
import type { EventName } from "../../live/invalidations";

const text = words.oversight;
// A new event does not compile until it has words.
const EVENTS: Readonly<Record<EventName, (typeof text.events)[EventName]>> = text.events;

/** "Gave Cem Aydin a task": what was done, to be read after who did it. */
export function actWords(entry: TrailEntry): string {
  const screen = entry.event === "PlanViewed" ? text.screens[entry.action] : undefined;
  if (screen) return screen;
  const say = (EVENTS as Record<string, (typeof EVENTS)[EventName] | undefined>)[entry.event];
  if (!say) return text.unknownEvent(entry.event);
  return say({
    who: entry.people[0]?.name ?? null,
    self: entry.subjects.includes(entry.actor.id),
    changed: entry.columns.length > 0,
    many: entry.subjects.length,
  });
}

/** "Because Dov Adler left the team"; null for what somebody did of their own accord. */
export function causeWords({ cause, action }: TrailEntry): string | null {
  if (!cause) return null;
  const known = cause.event ? text.because[cause.event] : undefined;
  return text.cause(known?.(cause.person?.name ?? null) ?? text.becauseOf[action] ?? text.becauseElse);
}

/** Names of columns as one says them; what has no name here is bookkeeping. */
export function fieldWords(columns: readonly string[]): string[] {
  return [...new Set(columns.flatMap((column) => text.fields[column] ?? []))];
}

/** "Changed: words, how one will know"; null where nothing was there before, or only a conversation was counted on. */
export function changeWords(entry: TrailEntry): string | null {
  if (entry.stream_kind === "conversation") return null;
  const named = fieldWords(entry.columns);
  return named.length > 0 ? text.changed(named.join(", ")) : null;
}

export function goalWords(goal: NonNullable<TrailEntry["goal"]>): string {
  return goal.words ?? text.goal(goal.number);
}

const VOCABULARY: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "plan.status": words.plans.status,
  "goal.status": words.plans.goalStatus,
  "plan_item.status": words.plans.itemStatus,
  "task.status": words.tasks.status,
  "plan_item.kind": words.plans.itemForm.kinds,
  phase: words.plans.phase,
  achievement: words.plans.achievement,
  role: words.common.roles,
  pool: words.common.roles,
  owner_role: words.common.roles,
};
const MOMENT = /^\d{4}-\d\d-\d\dT/;
const DATE = /^\d{4}-\d\d-\d\d$/;
const ID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/i;

/** A value of a column as one says it; null for an id that nobody knows by name. */
export function valueWords(
  table: string,
  column: string,
  value: unknown,
  names: Readonly<Record<string, string>>,
): string | null {
  if (value === null || value === undefined || value === "") return text.nothing;
  if (typeof value === "boolean") return value ? text.yes : text.no;
  if (Array.isArray(value)) {
    const all = value.flatMap((one) => valueWords(table, column, one, names) ?? []);
    return all.length > 0 ? all.join(", ") : null;
  }
  const said = String(value);
  if (ID.test(said)) return names[said] ?? null;
  if (MOMENT.test(said)) return exact(new Date(said));
  if (DATE.test(said)) return shortDate(dateOf(said));
  return VOCABULARY[`${table}.${column}`]?.[said] ?? VOCABULARY[column]?.[said] ?? said;
}

/** How a task's facts are said. */
import type { Task, TaskWithHistory } from "../../client/types";
import { words } from "../../i18n";
import { clock, dayName, daysBetween, shortDate } from "../../lib/dates";
import { isOpen } from "./acts";

const text = words.tasks;

/** "2 days late", "today, 15:00", "Friday". */
export function dueWords(date: Date, late: string | null, now: Date): string {
  if (late) return text.late(late);
  const day = dayName(date, now);
  return daysBetween(now, date) <= 1 ? text.dueAt(day, clock(date)) : day;
}

/** The state as one reads it at the end of a line; due is said elsewhere. */
export function stateWords(task: Task, now: Date): string {
  if (task.status === "completed" && task.completed_at)
    return text.doneOn(shortDate(new Date(task.completed_at), now));
  return text.status[task.status];
}

export function isLate(task: Task, now: Date): boolean {
  return isOpen(task) && task.due_at !== null && new Date(task.due_at) < now;
}

/** What keeps a task from being begun: another task, or its time; null when nothing does. */
export function waitingWords(task: Task, now: Date): string | null {
  if (!isOpen(task)) return null;
  if (task.waits_for) return task.waits_for.title ? text.waitsFor(task.waits_for.title) : text.waitsForHidden;
  if (task.not_before && new Date(task.not_before) > now)
    return text.notBefore(dayName(new Date(task.not_before), now));
  return null;
}

/** Until when its owner has put it off; null when they have not. */
export function snoozedUntil(task: Task, now: Date): string | null {
  if (!isOpen(task) || !task.snoozed_until) return null;
  const until = new Date(task.snoozed_until);
  return until > now ? text.dueAt(dayName(until, now), clock(until)) : null;
}

/** "Bea changed when it is due, the note". */
export function stepWords({ event, actor, changed }: TaskWithHistory["history"][number]): string {
  const parts = new Set(changed.flatMap((name) => text.change.parts[name] ?? []));
  if (parts.size > 0) return text.change.step(actor.name, [...parts].join(", "));
  return text.steps[event]?.(actor.name) ?? actor.name;
}

/** Oversight: trails of plans and people, what an act changed, and the numbers with their rows. */
import { read, readPages } from "../../client/api";
import type { Measure, TimedEnd, TimedPriority, TrailEntry } from "../../client/types";
import type { Role } from "../../lib/roles";

/** Which entries of a trail. */
export interface Wanted {
  actor?: string | undefined;
  event?: string[];
  goal?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

export function planTrailQuery(planId: string, query: Wanted) {
  return readPages("/api/plans/{plan_id}/trail", { params: { path: { plan_id: planId }, query } });
}

export function personTrailQuery(personId: string, { event, from, to }: Wanted) {
  const query = { event, from, to };
  return readPages("/api/people/{person_id}/trail", { params: { path: { person_id: personId }, query } });
}

export function outsideQuery({ event, from, to }: Wanted) {
  return readPages("/api/oversight/outside", { params: { query: { event, from, to } } });
}

export function touchedQuery(planId: string) {
  return read("/api/plans/{plan_id}/touched", { params: { path: { plan_id: planId } } });
}

export function planDetailQuery(entry: TrailEntry, planId: string) {
  const path = { plan_id: planId, stream_id: entry.stream_id, seq: entry.seq };
  return read("/api/plans/{plan_id}/trail/{stream_id}/{seq}", { params: { path } });
}

export function organisationDetailQuery(entry: TrailEntry) {
  return read("/api/organisation/trail/{seq}", { params: { path: { seq: entry.seq } } });
}

export const summaryQuery = read("/api/oversight/summary");

export function activityQuery(q: string | undefined) {
  return readPages("/api/oversight/plans", { params: { query: { q } } });
}

export function alertsQuery(closed: boolean) {
  return readPages("/api/oversight/alerts", { params: { query: { closed } } });
}

export function alertQuery(alertId: string) {
  return read("/api/oversight/alerts/{alert_id}", { params: { path: { alert_id: alertId } } });
}

export const PERIODS = [7, 28, 84] as const;
export type Period = (typeof PERIODS)[number];

export function timesQuery(days: Period) {
  return read("/api/oversight/times", { params: { query: { days } } });
}

/** The rows of which number. */
export interface Behind {
  end: TimedEnd;
  days: Period;
  role?: Role | undefined;
  hour?: number | undefined;
  priority?: TimedPriority | undefined;
}

export function timedRowsQuery(measure: Measure, query: Behind) {
  return readPages("/api/oversight/times/{measure}", { params: { path: { measure }, query } });
}

export const waitingQuery = read("/api/oversight/waiting");

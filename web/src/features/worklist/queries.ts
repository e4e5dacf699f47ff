/** What is mine to do, and how much of it. */
import { read, readPages } from "../../client/api";
import type { TodayRow } from "../../client/types";
import { MINUTE } from "../../lib/dates";

/** Read again now and then: no entry of the trail says that a reminder is due, or that what was put off is back. */
const NOW_AND_THEN = { refetchInterval: MINUTE } as const;

export const countsQuery = { ...read("/api/counts"), ...NOW_AND_THEN };

/** All that waits, or one kind of it. */
export function todayQuery(kind: TodayRow["kind"] | null) {
  const query = kind ? { kind } : {};
  return { ...readPages("/api/today", { params: { query } }), ...NOW_AND_THEN };
}

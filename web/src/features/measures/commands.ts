/** What one can do with measures. */
import { api, keyed } from "../../client/api";
import type { AnswerMeasure, ScheduleMeasure } from "../../client/types";
import { useCommand } from "../../live/command";

export function useScheduleMeasure() {
  return useCommand(({ plan_id, ...body }: ScheduleMeasure & { plan_id: string }, key) =>
    api.POST("/api/plans/{plan_id}/measure-schedules", {
      params: { path: { plan_id }, header: keyed(key) },
      body,
    }),
  );
}

type Changed = Omit<ScheduleMeasure, "instrument"> & { plan_id: string; schedule_id: string };

export function useChangeMeasure() {
  return useCommand(({ plan_id, schedule_id, ...body }: Changed, key) =>
    api.PUT("/api/plans/{plan_id}/measure-schedules/{schedule_id}", {
      params: { path: { plan_id, schedule_id }, header: keyed(key) },
      body,
    }),
  );
}

interface Status {
  plan_id: string;
  schedule_id: string;
  status: "active" | "on-hold" | "completed";
}

/** Pauses a measure, takes it up again, or ends it. */
export function useMeasureStatus() {
  return useCommand(({ plan_id, schedule_id, status }: Status, key) =>
    api.PUT("/api/plans/{plan_id}/measure-schedules/{schedule_id}/status", {
      params: { path: { plan_id, schedule_id }, header: keyed(key) },
      body: { status },
    }),
  );
}

/** When the patient is reminded, as 18:00; null: not at all. */
export function useSetReminder() {
  return useCommand(({ plan_id, at }: { plan_id: string; at: string | null }, key) =>
    api.PUT("/api/plans/{plan_id}/measure-reminder", {
      params: { path: { plan_id }, header: keyed(key) },
      body: { at },
    }),
  );
}

interface Answered extends AnswerMeasure {
  plan_id: string;
  instrument: string;
}

/** One try to hand answers in, under the key that all its tries share. */
export function postAnswer({ plan_id, instrument, ...body }: Answered, key: string) {
  return api.POST("/api/plans/{plan_id}/measures/{instrument}/results", {
    params: { path: { plan_id, instrument }, header: keyed(key) },
    body,
  });
}

/** What somebody of the team enters for the patient. */
export function useRecordMeasure() {
  return useCommand(postAnswer);
}

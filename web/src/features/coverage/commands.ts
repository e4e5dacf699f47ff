/** What one can do about duty and absence. */
import { api, keyed } from "../../client/api";
import type { AlarmOutcome } from "../../client/types";
import type { Bytes } from "../../crypto/mh1/bytes";
import { base64url } from "../../lib/base64url";
import type { CARE_ROLES, Role } from "../../lib/roles";
import { useCommand } from "../../live/command";

/** Of a shift: whose it is, and what the clinic's wall clock shows when it begins and ends. */
export interface Times {
  person_id: string;
  begins: string;
  ends: string;
}

export function usePlanShift() {
  return useCommand((body: Times & { role: Role }, key) =>
    api.POST("/api/duty/shifts", { params: { header: keyed(key) }, body }),
  );
}

export function useChangeShift() {
  return useCommand(({ shift_id, ...body }: Times & { shift_id: string; reason: string }, key) =>
    api.PUT("/api/duty/shifts/{shift_id}", {
      params: { path: { shift_id }, header: keyed(key) },
      body,
    }),
  );
}

export function useCancelShift() {
  return useCommand(({ shift_id, reason }: { shift_id: string; reason: string }, key) =>
    api.POST("/api/duty/shifts/{shift_id}/cancellation", {
      params: { path: { shift_id }, header: keyed(key) },
      body: { reason },
    }),
  );
}

/** Brings a coordinator's signed word for somebody on duty, or who covers. */
export async function assignAhead(person_id: string, cose: Bytes): Promise<void> {
  const params = { header: keyed(crypto.randomUUID()) };
  await api.POST("/api/duty/standing-assignments", { params, body: { person_id, cose: base64url(cose) } });
}

/** Weekdays (Monday is 1), minutes after midnight by the clinic's clock, and days it is closed. */
export interface Hours {
  weekdays: number[];
  opens: number;
  closes: number;
  closed_days: string[];
}

export function useSetHours() {
  return useCommand((body: Hours, key) =>
    api.PUT("/api/duty/hours", { params: { header: keyed(key) }, body }),
  );
}

/** Somebody is busy or away until a moment, and who covers. */
export interface Away {
  kind: "busy" | "away";
  until: string;
  cover_id: string | null;
}

export function useSetAvailability() {
  return useCommand((body: Away, key) =>
    api.PUT("/api/availability", { params: { header: keyed(key) }, body }),
  );
}

export function useEndAbsence() {
  return useCommand((_: Record<never, never>, key) =>
    api.POST("/api/availability/end", { params: { header: keyed(key) } }),
  );
}

/** Asks who is on duty to help with a plan. */
export function useCallIn() {
  return useCommand(({ plan_id, role }: { plan_id: string; role: (typeof CARE_ROLES)[number] }, key) =>
    api.POST("/api/plans/{plan_id}/duty", {
      params: { path: { plan_id }, header: keyed(key) },
      body: { role },
    }),
  );
}

interface AlarmPath {
  plan_id: string;
  alarm_id: string;
}

/** Takes an alarm on. */
export function useAcknowledge() {
  return useCommand((path: AlarmPath, key) =>
    api.POST("/api/plans/{plan_id}/alarms/{alarm_id}/acknowledge", {
      params: { path, header: keyed(key) },
    }),
  );
}

/** Says what came of an alarm. */
export function useCloseAlarm() {
  return useCommand(({ outcome, ...path }: AlarmPath & { outcome: AlarmOutcome }, key) =>
    api.POST("/api/plans/{plan_id}/alarms/{alarm_id}/outcome", {
      params: { path, header: keyed(key) },
      body: { outcome },
    }),
  );
}

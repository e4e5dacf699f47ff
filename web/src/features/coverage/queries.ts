/** Duty, absence and alarms. Their changes are told live; what the clock alone changes is read again each minute. */
import { keepPreviousData } from "@tanstack/react-query";
import { read } from "../../client/api";
import type { Connection } from "../../live/socket";

const ANEW = { staleTime: 0, refetchInterval: 60_000 } as const;

/** How often alarms are read again that were told live as well, and without a line that tells: none may be missed. */
const TOLD_TOO = 60_000;
const UNTOLD = 20_000;

/** What one was told of or has in hand. */
export const openAlarmsQuery = read("/api/alarms");

/** The same, read again now and then. */
export function alarmsQuery({ state }: Connection) {
  return {
    ...openAlarmsQuery,
    refetchInterval: state === "open" ? TOLD_TOO : UNTOLD,
    refetchIntervalInBackground: true,
  };
}

export const dutyNowQuery = { ...read("/api/duty/now"), ...ANEW };

/** The week in which a day lies; without one, this week. */
export function dutyWeekQuery(day: string | undefined) {
  return {
    ...read("/api/duty", { params: { query: day === undefined ? {} : { day } } }),
    ...ANEW,
    placeholderData: keepPreviousData,
  };
}

/** When the clinic works. */
export const workingHoursQuery = { ...read("/api/duty/hours"), ...ANEW };

/** For whom a coordinator has signed ahead, and for whom to. */
export const aheadQuery = { ...read("/api/duty/standing-assignments"), ...ANEW };

export const availabilityQuery = { ...read("/api/availability"), ...ANEW };

/** Who of a plan's team is away or busy, and who on duty may be called in. */
export function planCoverQuery(planId: string) {
  return { ...read("/api/plans/{plan_id}/cover", { params: { path: { plan_id: planId } } }), ...ANEW };
}

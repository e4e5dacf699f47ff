/** Duty and absence. Nobody is told of it live but those who changed it, so it is read again each minute. */
import { keepPreviousData } from "@tanstack/react-query";
import { read } from "../../client/api";

const ANEW = { staleTime: 0, refetchInterval: 60_000 } as const;

/** What one was told of or has in hand. Its entries are told live; read again all the same, since it must not be missed. */
export const alarmsQuery = {
  ...read("/api/alarms"),
  refetchInterval: 20_000,
  refetchIntervalInBackground: true,
};

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

/** What an alarm asks of whoever was told of it; the server's `may` decides. Pure. */
import type { AlarmDetail } from "../../client/types";

/** What makes a sound. */
export type Level = Exclude<AlarmDetail["level"], "same-day">;

/** Nobody has it in hand, and one may take it on. */
export function mayAcknowledge({ may }: Pick<AlarmDetail, "may">): boolean {
  return may.includes("alarm.acknowledge");
}

/** One has it in hand and says next what came of it. */
export function owesOutcome(
  {
    may,
    acknowledged_by,
    lapsed,
    closed_at,
  }: Pick<AlarmDetail, "may" | "acknowledged_by" | "lapsed" | "closed_at">,
  me: string,
): boolean {
  return may.includes("alarm.close") && acknowledged_by?.id === me && !lapsed && closed_at === null;
}

/** What is to be taken on in the course of the day stands in Today, and rings with nobody. */
export function ringing({ level }: Pick<AlarmDetail, "level">): boolean {
  return level !== "same-day";
}

/** What stands in the banner, the most pressing first: what waits to be taken on, then what one has in hand. */
export function pressing<A extends AlarmDetail>(alarms: readonly A[], me: string): A[] {
  const rings = alarms.filter(ringing);
  const waits = rings.filter(mayAcknowledge);
  return [...waits, ...rings.filter((one) => !waits.includes(one) && owesOutcome(one, me))];
}

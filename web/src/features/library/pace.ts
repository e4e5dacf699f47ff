/** Where in a slow breath one is. Pure. */
import type { Breath } from "../../client/types";

const SECOND = 1000;

export interface Pace {
  phase: "in" | "out";
  /** The second that is being counted, from 1. */
  count: number;
  /** How far the phase has gone, 0 to 1. */
  part: number;
}

export function cycleOf(breath: Breath): number {
  return (breath.in_seconds + breath.out_seconds) * SECOND;
}

/** The place in the breath after so many milliseconds. */
export function paceAt(elapsed: number, breath: Breath): Pace {
  const within = elapsed % cycleOf(breath);
  const inhale = breath.in_seconds * SECOND;
  const phase = within < inhale ? "in" : "out";
  const since = phase === "in" ? within : within - inhale;
  const length = phase === "in" ? inhale : breath.out_seconds * SECOND;
  return { phase, count: Math.floor(since / SECOND) + 1, part: since / length };
}

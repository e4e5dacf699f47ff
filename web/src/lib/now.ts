/** The present moment for relative times: one timer for the whole page. */
import { useSyncExternalStore } from "react";
import { nearTime } from "./dates";

const listeners = new Set<() => void>();
let now = new Date();
let timer: number | undefined;

function tick() {
  now = new Date();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  if (listeners.size === 0) {
    now = new Date();
    timer = window.setInterval(tick, 30_000);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) window.clearInterval(timer);
  };
}

/** Re-renders every half minute. */
export function useNow(): Date {
  return useSyncExternalStore(subscribe, () => now);
}

/** Times of day as they are said now, each with its day where that is not today. */
export function useNearTime(): (iso: string) => string {
  const present = useNow();
  return (iso) => nearTime(new Date(iso), present);
}

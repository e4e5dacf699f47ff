/** Sounds again and again while something waits to be acknowledged, unless this device is muted. */
import { useLocalStorage } from "@mantine/hooks";
import { useEffect } from "react";
import type { Level } from "./alarm-acts";
import { chime } from "./chime";

/** How long between two sounds, in milliseconds. */
const AGAIN: Readonly<Record<Level, number>> = { urgent: 30_000, stat: 12_000 };

export interface Chime {
  muted: boolean;
  mute: (muted: boolean) => void;
}

/** `level`: of what waits; null where nothing does. Of the tabs of one browser, one sounds. */
export function useChime(level: Level | null): Chime {
  const [muted, mute] = useLocalStorage({
    key: "careteam.alarms-muted",
    defaultValue: false,
    getInitialValueInEffect: false,
  });
  const sounds = level !== null && !muted;
  const every = level === null ? 0 : AGAIN[level];
  useEffect(() => {
    if (!sounds) return;
    const leaving = new AbortController();
    const whileShown = () =>
      new Promise<void>((resolve) => {
        chime();
        const timer = window.setInterval(chime, every);
        leaving.signal.addEventListener("abort", () => {
          window.clearInterval(timer);
          resolve();
        });
      });
    navigator.locks.request("careteam.chime", { signal: leaving.signal }, whileShown).catch(() => {
      // It was acknowledged while another tab had the sound.
    });
    return () => leaving.abort();
  }, [sounds, every]);
  return { muted, mute };
}

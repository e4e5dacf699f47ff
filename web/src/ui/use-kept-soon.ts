/** Keeps what is typed: a moment after the last letter, and at once when the page is left. */
import { useEffect, useRef, useState } from "react";

const PAUSE = 500;

/** `keep` keeps what is typed now; where it fails nothing was kept. */
export function useKeptSoon(keep: () => Promise<void>) {
  /** Null: nothing was typed yet. */
  const [kept, setKept] = useState<boolean | null>(null);
  const timer = useRef<number | undefined>(undefined);
  const changed = useRef(false);

  const now = () => {
    window.clearTimeout(timer.current);
    if (!changed.current) return;
    changed.current = false;
    // Where keys were closed meanwhile nothing can be kept: better lost than readable.
    void keep().then(
      () => setKept(true),
      () => setKept(false),
    );
  };
  const act = useRef(now);
  act.current = now;
  useEffect(() => {
    const hidden = () => document.visibilityState === "hidden" && act.current();
    document.addEventListener("visibilitychange", hidden);
    return () => {
      document.removeEventListener("visibilitychange", hidden);
      act.current();
    };
  }, []);
  return {
    kept,
    now,
    later: () => {
      changed.current = true;
      window.clearTimeout(timer.current);
      timer.current = window.setTimeout(() => act.current(), PAUSE);
    },
    stop: () => {
      changed.current = false;
      window.clearTimeout(timer.current);
    },
  };
}

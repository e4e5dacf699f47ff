/** How long something has been done: a clock that can be paused, in milliseconds. */
import { useEffect, useRef, useState } from "react";

const EVERY = 200;

export function useElapsed(running: boolean): number {
  const [elapsed, setElapsed] = useState(0);
  const before = useRef(0);
  useEffect(() => {
    if (!running) return;
    const began = performance.now() - before.current;
    const look = () => {
      before.current = performance.now() - began;
      setElapsed(before.current);
    };
    const timer = window.setInterval(look, EVERY);
    return () => {
      look();
      window.clearInterval(timer);
    };
  }, [running]);
  return elapsed;
}

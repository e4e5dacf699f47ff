/** What somebody types to narrow a list: kept with the page for the way back, never in its address, for it is often a name. */
import { useDebouncedValue } from "@mantine/hooks";
import { useLocation, useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";

declare module "@tanstack/react-router" {
  interface HistoryState {
    sought?: string;
  }
}

interface Sought {
  typed: string;
  setTyped: (typed: string) => void;
  /** What to ask the server for, a moment after the last letter. */
  q: string | undefined;
}

export function useSought(): Sought {
  const kept = useLocation({ select: (location) => location.state.sought ?? "" });
  const path = useLocation({ select: (location) => location.pathname });
  const own = useRef(path);
  const navigate = useNavigate();
  const [typed, setTyped] = useState(kept);
  const [q] = useDebouncedValue(typed.trim(), 150);
  useEffect(() => {
    // The page stays for a moment when another address is on its way: nothing is kept with that one.
    if (q === kept || path !== own.current) return;
    void navigate({
      to: ".",
      search: true,
      state: (state) => ({ ...state, sought: q }),
      replace: true,
      resetScroll: false,
    });
  }, [q, kept, path, navigate]);
  return { typed, setTyped, q: q || undefined };
}

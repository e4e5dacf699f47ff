/** Gives the focus back to where it was before something opened that leaves the page as a whole when it closes. */
import { type RefObject, useEffect, useRef } from "react";

/** `to`: where to instead, for what a menu opened, whose items are gone by then. */
export function useFocusBack(opened: boolean, to?: RefObject<HTMLElement | null>): void {
  const before = useRef<Element | null>(null);
  const was = useRef(false);
  // Read while rendering: what opens may take the focus as soon as it is there.
  if (opened && !was.current) before.current = document.activeElement;
  was.current = opened;
  useEffect(() => {
    if (!opened) return;
    const back = to?.current ?? before.current;
    return () => {
      const lost = document.activeElement === null || document.activeElement === document.body;
      if (lost && back instanceof HTMLElement && back.isConnected) back.focus({ preventScroll: true });
    };
  }, [opened, to]);
}

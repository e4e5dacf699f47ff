/** Larger text and controls, as patients have them, in dialogs and menus too, which do not lie inside the page. */
import { useEffect } from "react";

export function useLargeText(): void {
  useEffect(() => {
    document.documentElement.dataset.voice = "patient";
    return () => {
      delete document.documentElement.dataset.voice;
    };
  }, []);
}

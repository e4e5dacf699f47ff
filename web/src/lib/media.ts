/** How much room there is; the same limits as the custom media in CSS. */
import { useMediaQuery } from "@mantine/hooks";

/** Below this there is one column and a bottom bar. */
export const NARROW = "(max-width: 899px)";

export function useNarrow(): boolean {
  return useMediaQuery(NARROW, window.matchMedia(NARROW).matches, { getInitialValueInEffect: false });
}

/** From here on there is room for something beside a list. */
const BESIDE = "(min-width: 1200px)";

export function useRoomBeside(): boolean {
  return useMediaQuery(BESIDE, window.matchMedia(BESIDE).matches, { getInitialValueInEffect: false });
}

/** True where Enter belongs to the text and not to sending. */
export function isTouch(): boolean {
  return window.matchMedia("(pointer: coarse)").matches;
}

const CALM = "(prefers-reduced-motion: reduce)";

/** Somebody wants nothing to move. */
export function useCalm(): boolean {
  return useMediaQuery(CALM, window.matchMedia(CALM).matches, { getInitialValueInEffect: false });
}

/** Content that changes its place without being made anew: what is typed in it stays. */
import { type ReactNode, type ReactPortal, type RefCallback, useCallback, useState } from "react";
import { createPortal } from "react-dom";

/** The content, to be rendered once and always at the same spot; and the `ref` of whatever shows it now. */
export function useMoved(content: ReactNode): [ReactPortal, RefCallback<HTMLElement>] {
  const [host] = useState(() => document.createElement("div"));
  const place = useCallback((at: HTMLElement | null) => void at?.append(host), [host]);
  return [createPortal(content, host), place];
}

/** How a page with its own header opens Ctrl+K. */
import { createContext, useContext } from "react";

export const JumpContext = createContext<() => void>(() => undefined);

export function useJump(): () => void {
  return useContext(JumpContext);
}

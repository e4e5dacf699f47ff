/** How a shell's menu asks to sign out; `true` means everywhere. */
import { createContext, useContext } from "react";

export const SignOutContext = createContext<(everywhere: boolean) => void>(() => undefined);

export function useSignOutAsk(): (everywhere: boolean) => void {
  return useContext(SignOutContext);
}

/** Whether a shell is around a page already, with the clinic, and help where it belongs. */
import { createContext } from "react";

export const InShell = createContext(false);

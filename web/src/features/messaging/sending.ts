/** Who reads what one sends, or says otherwise later, on this device and before it is sealed. */
import { createContext, useContext } from "react";

export type OnSending = (message: { id: string; words: string }) => void;

export const SendingContext = createContext<OnSending>(() => undefined);

export function useOnSending(): OnSending {
  return useContext(SendingContext);
}

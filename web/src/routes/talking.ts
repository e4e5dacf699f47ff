/** An open conversation needs the height of a narrow screen: the bars step aside while it is there. */
import { createContext, useContext, useEffect } from "react";

export const TalkingContext = createContext<(talking: boolean) => void>(() => undefined);

/** Says to the shell that a conversation fills the page. */
export function useTalking(talking: boolean): void {
  const tell = useContext(TalkingContext);
  useEffect(() => {
    tell(talking);
    return () => tell(false);
  }, [tell, talking]);
}

/** While an e-mail address is asked for, the browser offers the passkeys it has for this clinic in that field. */
import { useEffect, useRef } from "react";
import { useSignInByPasskey } from "./commands";
import { offersPasskeys } from "./passkeys";

/** Questions end after five minutes; until then the field has a new one. */
const AGAIN = 4 * 60_000;

/** Returns what ends the offer, before another way of asking begins: a browser takes one at a time. */
export function useOfferedPasskey(offering: boolean, onSignedIn: () => void): () => void {
  const { mutate } = useSignInByPasskey();
  const entered = useRef(onSignedIn);
  entered.current = onSignedIn;
  const stop = useRef(() => {});
  useEffect(() => {
    if (!offering) return;
    let current = new AbortController();
    const offer = () => {
      current.abort();
      current = new AbortController();
      // What goes wrong here is no news: nobody has asked for anything yet.
      mutate(current.signal, { onSuccess: () => entered.current() });
    };
    let timer: number | undefined;
    let here = true;
    void offersPasskeys().then((can) => {
      if (!can || !here) return;
      offer();
      timer = window.setInterval(offer, AGAIN);
    });
    stop.current = () => {
      here = false;
      window.clearInterval(timer);
      current.abort();
    };
    return () => stop.current();
  }, [offering, mutate]);
  return () => stop.current();
}

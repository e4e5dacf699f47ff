/** Opens what is sealed for as long as it is shown; the text is in no cache. */
import { useEffect, useState } from "react";
import { openText } from "./sealing";

interface Sealed {
  id: string;
  version: number;
  sealed: string;
}

export type Opened = { state: "opening" } | { state: "open"; text: string } | { state: "closed" };

/** The text of a version of a note. `closed`: it does not open with these keys, or is not what it is said to be. */
export function useOpened({ id, version, sealed }: Sealed): Opened {
  const [opened, setOpened] = useState<Opened>({ state: "opening" });
  useEffect(() => {
    let shown = true;
    openText(id, version, sealed).then(
      (text) => shown && setOpened({ state: "open", text }),
      () => shown && setOpened({ state: "closed" }),
    );
    return () => {
      shown = false;
    };
  }, [id, version, sealed]);
  return opened;
}

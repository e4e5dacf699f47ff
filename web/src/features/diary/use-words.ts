/** The words of somebody who writes in an exercise: read once their keys are open, and kept as they are typed. */
import { useEffect, useState } from "react";
import { useStanding } from "../../keyring/keyring";
import { useKeptSoon } from "../../ui/use-kept-soon";
import { keepWords, readWords } from "./drafts";
import { withWords } from "./written";

export interface Words {
  /** At each step; null as long as they cannot be read. */
  readonly said: readonly string[] | null;
  readonly say: (at: number, said: string) => void;
  /** They lie sealed in this browser. */
  readonly kept: boolean;
  readonly keepNow: () => void;
  /** Nothing of them is left here. */
  readonly forget: () => Promise<void>;
}

export function useWords(planId: string, piece: string): Words {
  const unlocked = useStanding().state === "unlocked";
  const [said, setSaid] = useState<readonly string[] | null>(null);
  const [found, setFound] = useState(false);
  const soon = useKeptSoon(() => keepWords(planId, piece, said ?? []));
  useEffect(() => {
    if (!unlocked) return;
    let shown = true;
    void readWords(planId, piece).then(
      (words) => {
        if (!shown) return;
        setFound(words !== null);
        setSaid((now) => now ?? words ?? []);
      },
      // Closed again meanwhile: they are read when the keys are open.
      () => undefined,
    );
    return () => {
      shown = false;
    };
  }, [unlocked, planId, piece]);
  return {
    said,
    say: (at, text) => {
      setSaid((now) => withWords(now ?? [], at, text));
      soon.later();
    },
    kept: soon.kept ?? found,
    keepNow: soon.now,
    forget: () => {
      soon.stop();
      setSaid([]);
      return keepWords(planId, piece, []);
    },
  };
}

/** A piece step by step: one thing at a time, for a thumb or a keyboard. */

import { Button } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import type { Piece } from "../../client/types";
import { words } from "../../i18n";
import { Progress } from "../../ui/progress";
import styles from "./exercise.module.css";
import { useElapsed } from "./use-elapsed";

const text = words.library.patient;

interface Props {
  piece: Piece;
  onEnd: (seconds: number) => void;
  /** Where one writes at this step; without it one writes on paper. */
  field: ((at: number) => ReactNode) | null;
}

export function Steps({ piece, onEnd, field }: Props) {
  const [at, setAt] = useState(0);
  const elapsed = useElapsed(true);
  const heading = useRef<HTMLHeadingElement>(null);
  const all = piece.steps.length;
  const step = piece.steps[at];
  const last = at === all - 1;
  const end = () => onEnd(Math.round(elapsed / 1000));
  // biome-ignore lint/correctness/useExhaustiveDependencies: the step that follows is new, so the eye and a screen reader begin at its heading
  useEffect(() => heading.current?.focus(), [at]);
  if (!step) return null;
  return (
    <section className={styles.doing} aria-label={text.step(at + 1, all)}>
      <div className={styles.where}>
        <p className={styles.note}>{text.step(at + 1, all)}</p>
        <Progress at={at + 1} of={all} />
      </div>
      <div className={styles.words}>
        <h2 ref={heading} tabIndex={-1}>
          {step.title}
        </h2>
        <p>{step.text}</p>
        {piece.kind === "writing" ? <Writing key={at} at={at} field={field} /> : null}
      </div>
      <Button variant="filled" fullWidth onClick={() => (last ? end() : setAt(at + 1))}>
        {last ? text.finish : text.next}
      </Button>
      <div className={styles.foot}>
        <Button
          variant="subtle"
          color="gray"
          leftSection={<IconArrowLeft size={18} />}
          disabled={at === 0}
          onClick={() => setAt(at - 1)}
        >
          {text.back}
        </Button>
        {last ? null : (
          <Button variant="subtle" color="gray" onClick={end}>
            {text.endEarly}
          </Button>
        )}
      </div>
    </section>
  );
}

function Writing({ at, field }: { at: number; field: Props["field"] }) {
  if (field) return field(at);
  return at === 0 ? <p className={styles.note}>{text.writing}</p> : null;
}

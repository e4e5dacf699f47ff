/** The breathing pacer: a circle that breathes, the words and the seconds; without motion, the words and a line. */
import { Button, SegmentedControl } from "@mantine/core";
import { IconPlayerPause, IconPlayerPlay } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import type { Breath } from "../../client/types";
import { words } from "../../i18n";
import { useCalm } from "../../lib/media";
import { cycleOf, paceAt } from "./pace";
import styles from "./pacer.module.css";
import { useElapsed } from "./use-elapsed";

const text = words.library.pacer;
const CHOICES = [2, 4, 6];
const MINUTE = 60_000;

interface Props {
  breath: Breath;
  minutes: number;
  /** With the seconds that were breathed, also where it was ended early. */
  onEnd: (seconds: number) => void;
}

export function Pacer({ breath, minutes, onEnd }: Props) {
  const [running, setRunning] = useState(true);
  const [long, setLong] = useState(minutes);
  const elapsed = useElapsed(running);
  const calm = useCalm();
  const pace = paceAt(elapsed, breath);
  const left = long * MINUTE - elapsed;
  const over = left <= 0;
  useEffect(() => {
    if (over) onEnd(long * 60);
  }, [over, long, onEnd]);
  const phase = running ? text[pace.phase] : text.paused;
  return (
    <section className={styles.pacer} aria-label={words.library.title}>
      {calm ? null : <Circle breath={breath} running={running} elapsed={elapsed} />}
      <div className={styles.words}>
        <p className={styles.phase} aria-live="polite">
          {phase}
        </p>
        <p className={styles.count} aria-hidden="true">
          {running ? pace.count : "\u00a0"}
        </p>
        {calm ? <progress className={styles.line} max={1} value={pace.part} aria-hidden="true" /> : null}
      </div>
      <p className={styles.left}>{text.left(words.library.minutes(Math.max(1, Math.ceil(left / MINUTE))))}</p>
      <SegmentedControl
        aria-label={text.long}
        value={String(long)}
        onChange={(value) => setLong(Number(value))}
        data={[...new Set([...CHOICES, minutes])]
          .toSorted((one, other) => one - other)
          .map((value) => ({
            value: String(value),
            label: words.library.minutes(value),
            disabled: value * MINUTE <= elapsed,
          }))}
      />
      <div className={styles.acts}>
        <Button
          variant="filled"
          leftSection={running ? <IconPlayerPause size={20} /> : <IconPlayerPlay size={20} />}
          onClick={() => setRunning(!running)}
        >
          {running ? text.pause : text.resume}
        </Button>
        <Button onClick={() => onEnd(Math.round(elapsed / 1000))}>{words.library.patient.endEarly}</Button>
      </div>
    </section>
  );
}

/** It grows while one breathes in and shrinks while one breathes out, in step with the words. */
function Circle({ breath, running, elapsed }: { breath: Breath; running: boolean; elapsed: number }) {
  const disc = useRef<HTMLDivElement>(null);
  const at = useRef(elapsed);
  at.current = elapsed;
  useEffect(() => {
    const cycle = cycleOf(breath);
    const animation = disc.current?.animate(
      [
        { transform: "scale(0.55)", easing: "ease-in-out" },
        { transform: "scale(1)", offset: (breath.in_seconds * 1000) / cycle, easing: "ease-in-out" },
        { transform: "scale(0.55)" },
      ],
      { duration: cycle, iterations: Number.POSITIVE_INFINITY },
    );
    if (!animation) return;
    animation.currentTime = at.current;
    if (!running) animation.pause();
    return () => animation.cancel();
  }, [breath, running]);
  return (
    <div className={styles.ring} role="img" aria-label={text.circle}>
      <div ref={disc} className={styles.disc} />
    </div>
  );
}

/** The five phases as a line one walks along; the present one is marked and in view. */
import { useEffect, useRef } from "react";
import type { Phase, PlanItem } from "../../client/types";
import { words } from "../../i18n";
import styles from "./phases.module.css";

const text = words.plans;
export const PHASES: readonly Phase[] = ["assessment", "preparation", "dosing", "integration", "maintenance"];

export function Phases({ present, items }: { present: Phase; items: readonly PlanItem[] }) {
  const here = PHASES.indexOf(present);
  const mark = useRef<HTMLLIElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the present phase comes into view when it changes
  useEffect(() => {
    const box = mark.current?.parentElement;
    if (box && mark.current)
      box.scrollLeft = mark.current.offsetLeft - (box.clientWidth - mark.current.clientWidth) / 2;
  }, [present]);
  return (
    <ol
      className={styles.phases}
      aria-label={text.phases}
      data-scrolls
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroller must be reachable by keyboard
      tabIndex={0}
    >
      {PHASES.map((phase, index) => {
        const own = items.filter((item) => item.phase === phase && item.status !== "cancelled");
        const done = own.filter((item) => item.status === "done").length;
        const state = index < here ? "past" : index === here ? "present" : "future";
        return (
          <li
            key={phase}
            ref={state === "present" ? mark : undefined}
            className={styles.phase}
            data-state={state}
            aria-current={state === "present" ? "step" : undefined}
          >
            <span className={styles.dot} aria-hidden="true" />
            <span className={styles.name}>{text.phase[phase]}</span>
            {own.length > 0 ? <span className={styles.count}>{text.stepsDone(done, own.length)}</span> : null}
          </li>
        );
      })}
    </ol>
  );
}

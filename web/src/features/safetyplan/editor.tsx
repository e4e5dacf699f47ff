/** Writing a safety plan one step at a time: what is written stays in this tab until it is saved or discarded. */

import { Button } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import type { SafetyPlanVersion } from "../../client/types";
import { words } from "../../i18n";
import { useNow } from "../../lib/now";
import { Problem } from "../../lib/problem";
import { useTell } from "../../ui/notices";
import { Progress } from "../../ui/progress";
import { FormError } from "../../ui/states";
import { useDraft } from "../../ui/use-draft";
import { useWriteSafetyPlan } from "./commands";
import styles from "./editor.module.css";
import { Lines } from "./lines";
import { WillIUseIt } from "./use-it";
import { begun, draftName, linesOf, restored, STEPS, type Writing, withLines, written } from "./writing";

const text = words.safetyplan;
/** The six steps, and whether one will use them. */
const ALL = STEPS.length + 1;

interface Props {
  planId: string;
  current: SafetyPlanVersion | null;
  /** Who writes: the patient's words, or the team's. */
  voice: "patient" | "staff";
  onDone: () => void;
}

export function SafetyPlanEditor({ planId, current, voice, onDone }: Props) {
  const now = useNow();
  const [draft, keep, wasKept] = useDraft(draftName(planId));
  const writing = restored(draft) ?? begun(current, now);
  const [place, setPlace] = useState(0);
  const [tried, setTried] = useState(false);
  const write = useWriteSafetyPlan();
  const tell = useTell();
  const change = (next: Writing) => keep(JSON.stringify(next));
  const discard = () => {
    keep("");
    onDone();
  };
  const save = (from: Writing) => {
    const content = written(from);
    setTried(true);
    if (!content) return;
    write.mutate(
      { plan_id: planId, version: from.base + 1, content, review_on: from.reviewOn },
      {
        onSuccess: () => {
          tell({ text: text.saved });
          discard();
        },
      },
    );
  };
  const moved = write.error instanceof Problem && write.error.slug === "safety-plan-changed";
  const step = STEPS[place];
  const last = place === ALL - 1;
  return (
    <form
      className={styles.editor}
      data-voice={voice}
      onSubmit={(event) => {
        event.preventDefault();
        if (last) save(writing);
        else setPlace(place + 1);
      }}
    >
      {wasKept && place === 0 ? <p className={styles.note}>{text.kept}</p> : null}
      <Head key={place} place={place} title={step ? text.steps[step].title : text.use} />
      {step ? (
        <Lines
          step={step}
          lines={linesOf(writing, step)}
          onChange={(lines) => change(withLines(writing, step, lines))}
        />
      ) : (
        <WillIUseIt writing={writing} today={now} onChange={change} />
      )}
      {last && tried && !written(writing) ? (
        <p role="alert" className={styles.problem}>
          {text.empty}
        </p>
      ) : null}
      {moved ? (
        <Moved
          onTheirs={discard}
          onMine={() => {
            const mine = { ...writing, base: current?.version ?? writing.base };
            change(mine);
            save(mine);
          }}
        />
      ) : (
        <FormError error={write.error} />
      )}
      <div className={styles.foot}>
        <Button
          variant="subtle"
          color="gray"
          leftSection={<IconArrowLeft size={18} />}
          onClick={() => setPlace(place - 1)}
          disabled={place === 0}
        >
          {text.back}
        </Button>
        <Button type="submit" variant="filled" loading={write.isPending}>
          {last ? text.save : text.next}
        </Button>
      </div>
      <div className={styles.ways}>
        <button type="button" onClick={onDone}>
          {voice === "patient" ? text.leave : text.leaveStaff}
        </button>
        {draft === "" ? null : (
          <button type="button" onClick={discard}>
            {text.discard}
          </button>
        )}
      </div>
    </form>
  );
}

/** A step that follows is new: the eye and a screen reader begin at its heading. */
function Head({ place, title }: { place: number; title: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (place > 0) heading.current?.focus();
  }, [place]);
  return (
    <header className={styles.head}>
      <p className={styles.note}>{text.of(place + 1, ALL)}</p>
      <Progress at={place + 1} of={ALL} />
      <h2 ref={heading} tabIndex={-1}>
        {title}
      </h2>
    </header>
  );
}

function Moved({ onTheirs, onMine }: { onTheirs: () => void; onMine: () => void }) {
  return (
    <div role="alert" className={styles.moved}>
      <p>{text.moved}</p>
      <div className={styles.choices}>
        <Button onClick={onTheirs}>{text.useTheirs}</Button>
        <Button onClick={onMine}>{text.useMine}</Button>
      </div>
    </div>
  );
}

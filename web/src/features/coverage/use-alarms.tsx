/** Taking an alarm on and saying what came of it, from wherever it is shown. */
import { Radio } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { AlarmDetail } from "../../client/types";
import { words } from "../../i18n";
import { Problem } from "../../lib/problem";
import { ConfirmDialog } from "../../ui/confirm";
import { failureWords } from "../../ui/failure-words";
import { useTell } from "../../ui/notices";
import styles from "./alarm.module.css";
import { useAcknowledge, useCloseAlarm } from "./commands";

const text = words.alarms;

export type About = Pick<AlarmDetail, "id" | "plan_id" | "patient">;
type Outcome = NonNullable<AlarmDetail["outcome"]>;

const OUTCOMES = Object.keys(text.outcomes) as Outcome[];

export interface AlarmActs {
  acknowledge: (about: About) => void;
  /** Asks what came of it. */
  record: (about: About) => void;
  busy: boolean;
  /** To be rendered where it is used. */
  dialog: ReactNode;
}

/** Of a refusal: who has it in hand. */
function takerOf(error: unknown): string | null {
  const person = error instanceof Problem ? error.extra.acknowledged_by : null;
  return typeof person === "object" && person !== null && "name" in person ? String(person.name) : null;
}

export function useAlarmActs(): AlarmActs {
  const taking = useAcknowledge();
  const closing = useCloseAlarm();
  const tell = useTell();
  const [asking, setAsking] = useState<About | null>(null);
  const acknowledge = (about: About) => {
    const path = { plan_id: about.plan_id, alarm_id: about.id };
    taking.mutate(path, {
      onSuccess: () => tell({ text: text.acknowledged, detail: text.acknowledgedDetail(nameOf(about)) }),
      onError: (error) => {
        const taker = takerOf(error);
        if (taker) tell({ text: text.taken(taker), detail: text.takenDetail, tone: "warn" });
        else tell({ text: text.refused, detail: failureWords(error), tone: "warn" });
      },
    });
  };
  const close = () => setAsking(null);
  return {
    acknowledge,
    record: (about) => {
      closing.reset();
      setAsking(about);
    },
    busy: taking.isPending || closing.isPending,
    dialog: asking ? (
      <AskOutcome
        patient={nameOf(asking)}
        busy={closing.isPending}
        error={closing.error}
        onClose={close}
        onDone={(outcome) =>
          closing.mutate(
            { plan_id: asking.plan_id, alarm_id: asking.id, outcome },
            {
              onSuccess: () => {
                close();
                tell({ text: text.recorded, detail: text.outcomes[outcome] });
              },
            },
          )
        }
      />
    ) : null,
  };
}

function nameOf({ patient }: About): string {
  return patient?.name ?? "";
}

interface AskProps {
  patient: string;
  busy: boolean;
  error: unknown;
  onClose: () => void;
  onDone: (outcome: Outcome) => void;
}

function AskOutcome({ patient, onDone, ...shared }: AskProps) {
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  return (
    <ConfirmDialog
      {...shared}
      opened
      title={text.outcomeTitle(patient)}
      verb={text.record}
      disabled={outcome === null}
      onConfirm={() => outcome && onDone(outcome)}
    >
      <Radio.Group
        label={text.outcome}
        value={outcome}
        onChange={(value) => setOutcome(OUTCOMES.find((one) => one === value) ?? null)}
      >
        <div className={styles.choices}>
          {OUTCOMES.map((one) => (
            <Radio key={one} value={one} label={text.outcomes[one]} />
          ))}
        </div>
      </Radio.Group>
      <p className={styles.hint}>{text.outcomeHint}</p>
    </ConfirmDialog>
  );
}

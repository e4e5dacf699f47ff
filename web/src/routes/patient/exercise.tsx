/** One exercise of a patient: done here, noted once, and perhaps a word on whether it helped; what is written is theirs. */
import { Button } from "@mantine/core";
import { IconChevronRight } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useCallback, useEffect, useRef, useState } from "react";
import type { Helped, Piece } from "../../client/types";
import { KeepWritten } from "../../features/diary/keep-written";
import { useWords, type Words } from "../../features/diary/use-words";
import { WritingField } from "../../features/diary/writing-field";
import { written } from "../../features/diary/written";
import { Exercise } from "../../features/library/exercise";
import { useOutgoingPractices, usePracticeBox } from "../../features/library/outbox";
import { exercisesQuery } from "../../features/library/queries";
import { minutesOf } from "../../features/library/words";
import { words } from "../../i18n";
import { Panel, PanelText } from "../../ui/panel";
import panel from "../../ui/panel.module.css";
import { useTitle } from "../../ui/use-title";
import styles from "./exercise.module.css";
import { BackWords, backClass, PatientPage } from "./page";

const text = words.library.patient;

interface Ended {
  /** Of the note that it was done; none where nobody may note it. */
  key: string | null;
  seconds: number;
  /** What was written, as it would stand in the diary. */
  note: string | null;
}

export function ExercisePage() {
  const { planId, piece } = useParams({ from: "/signed/patient/plan/exercises/$planId/$piece" });
  const may = useQuery(exercisesQuery(planId)).data?.may;
  useTitle(words.library.title);
  return (
    <PatientPage
      title={words.library.title}
      back={
        <Link to="/plan/exercises" className={backClass}>
          <BackWords>{text.all}</BackWords>
        </Link>
      }
    >
      <Own
        key={`${planId} ${piece}`}
        planId={planId}
        piece={piece}
        notes={may?.includes("practice.record") ?? false}
        writes={may?.includes("diary-entry.write") ?? false}
      />
    </PatientPage>
  );
}

interface Props {
  planId: string;
  piece: string;
  /** It is noted that they did it. */
  notes: boolean;
  /** They have a diary in which their words can be kept. */
  writes: boolean;
}

function Own({ planId, piece, notes, writes }: Props) {
  const box = usePracticeBox();
  const own = useWords(planId, piece);
  const said = useRef(own.said);
  said.current = own.said;
  const [ended, setEnded] = useState<Ended | null>(null);
  const open = useRef<string | null>(null);
  // Whoever leaves without a word has done it all the same.
  useEffect(
    () => () => {
      if (open.current) box.release(open.current);
    },
    [box],
  );
  const done = useCallback(
    (one: Piece, seconds: number) => {
      const at = new Date().toISOString();
      const practice = { planId, piece: one.id, version: one.version, seconds, at, helped: null, held: true };
      const key = notes ? box.add(practice) : null;
      open.current = key;
      setEnded({ key, seconds, note: written(one, said.current ?? []) });
    },
    [box, notes, planId],
  );
  const say = (helped: Helped) => {
    if (open.current) box.release(open.current, { helped });
    open.current = null;
  };
  return (
    <Exercise
      id={piece}
      onDone={done}
      field={writes ? (one, at) => <WritingField piece={one} at={at} own={own} /> : null}
      after={ended ? () => <After planId={planId} own={own} ended={ended} onSay={say} /> : null}
    />
  );
}

interface AfterProps {
  planId: string;
  own: Words;
  ended: Ended;
  onSay: (helped: Helped) => void;
}

function After({ planId, own, ended, onSay }: AfterProps) {
  return (
    <>
      <Noted ended={ended} onSay={onSay} />
      {ended.note ? (
        <KeepWritten
          planId={planId}
          own={own}
          note={ended.note}
          more={
            <Link to="/diary" className={panel.row}>
              <span>{words.diary.open}</span>
              <IconChevronRight size={20} aria-hidden="true" />
            </Link>
          }
        />
      ) : null}
    </>
  );
}

function Noted({ ended, onSay }: Pick<AfterProps, "ended" | "onSay">) {
  const waiting = useOutgoingPractices().find(({ key }) => key === ended.key);
  const [said, setSaid] = useState(false);
  const minutes = words.library.minutes(minutesOf(ended.seconds));
  const offline = waiting !== undefined && !waiting.held;
  const noted = ended.key === null ? text.notNoted : offline ? text.waiting : text.noted;
  const say = (helped: Helped) => {
    setSaid(true);
    onSay(helped);
  };
  return (
    <Panel title={text.done}>
      <PanelText>
        <p role="status">
          {waiting?.refused ??
            [noted(minutes), ended.key && ended.note && text.notWords, said && text.thanks]
              .filter(Boolean)
              .join(" ")}
        </p>
        {ended.key && !said ? (
          <div className={styles.ask}>
            <p>{text.didItHelp}</p>
            <div className={styles.acts}>
              <Button onClick={() => say("helped")}>{text.helped}</Button>
              <Button onClick={() => say("did-not-help")}>{text.didNotHelp}</Button>
            </div>
          </div>
        ) : null}
        <div>
          <Button
            variant={ended.note ? "default" : "filled"}
            renderRoot={(props) => <Link to="/home" {...props} />}
          >
            {words.patient.home}
          </Button>
        </div>
      </PanelText>
    </Panel>
  );
}

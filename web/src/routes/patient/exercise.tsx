/** One exercise of a patient: done here, noted once, and perhaps a word on whether it helped. */
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useCallback, useEffect, useRef, useState } from "react";
import type { Helped, Piece } from "../../client/types";
import { Exercise } from "../../features/library/exercise";
import { useOutgoingPractices, usePracticeBox } from "../../features/library/outbox";
import { exercisesQuery } from "../../features/library/queries";
import { minutesOf } from "../../features/library/words";
import { words } from "../../i18n";
import { Panel, PanelText } from "../../ui/panel";
import { useTitle } from "../../ui/use-title";
import styles from "./exercise.module.css";
import { BackWords, backClass, PatientPage } from "./page";

const text = words.library.patient;

interface Ended {
  /** Of the note that it was done; none where nobody may note it. */
  key: string | null;
  seconds: number;
}

export function ExercisePage() {
  const { planId, piece } = useParams({ from: "/signed/patient/plan/exercises/$planId/$piece" });
  const box = usePracticeBox();
  const notes = useQuery(exercisesQuery(planId)).data?.may.includes("practice.record") ?? false;
  const [ended, setEnded] = useState<Ended | null>(null);
  const open = useRef<string | null>(null);
  useTitle(words.library.title);
  // Whoever leaves without a word has done it all the same.
  useEffect(
    () => () => {
      if (open.current) box.release(open.current);
    },
    [box],
  );
  const done = useCallback(
    ({ id, version }: Piece, seconds: number) => {
      const at = new Date().toISOString();
      const said = { planId, piece: id, version, seconds, at, helped: null, held: true };
      const key = notes ? box.add(said) : null;
      open.current = key;
      setEnded({ key, seconds });
    },
    [box, notes, planId],
  );
  const say = (helped: Helped) => {
    if (open.current) box.release(open.current, { helped });
    open.current = null;
  };
  return (
    <PatientPage
      title={words.library.title}
      back={
        <Link to="/plan/exercises" className={backClass}>
          <BackWords>{text.all}</BackWords>
        </Link>
      }
    >
      <Exercise id={piece} onDone={done} after={ended ? () => <After ended={ended} onSay={say} /> : null} />
    </PatientPage>
  );
}

function After({ ended, onSay }: { ended: Ended; onSay: (helped: Helped) => void }) {
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
          {waiting?.refused ?? (said ? `${noted(minutes)} ${text.thanks}` : noted(minutes))}
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
          <Button variant="filled" renderRoot={(props) => <Link to="/home" {...props} />}>
            {words.patient.home}
          </Button>
        </div>
      </PanelText>
    </Panel>
  );
}

/** A check-in: its questions, and what became of the answers. */
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { type ReactNode, useEffect, useRef, useState } from "react";
import type { Instrument } from "../../client/types";
import { HelpCard } from "../../features/measures/help-card";
import { isTyped } from "../../features/measures/numbers";
import { type OutgoingAnswer, useAnswerBox, useOutgoingAnswers } from "../../features/measures/outbox";
import { measuresQuery } from "../../features/measures/queries";
import { type Answers, Questions } from "../../features/measures/questions";
import { Reading } from "../../features/measures/reading";
import { helpOf } from "../../features/measures/words";
import { words } from "../../i18n";
import { failed } from "../../lib/problem";
import { Panel, PanelText } from "../../ui/panel";
import panel from "../../ui/panel.module.css";
import { EmptyState, ErrorState } from "../../ui/states";
import { useTitle } from "../../ui/use-title";
import styles from "./check-in.module.css";
import { BackWords, backClass, PatientPage } from "./page";
import { PageSkeleton } from "./skeleton";

const text = words.measures.checkIn;

export function CheckInPage() {
  const { planId, instrument: id } = useParams({ from: "/signed/patient/plan/check-in/$planId/$instrument" });
  const query = useQuery(measuresQuery(planId));
  const instrument = query.data?.instruments.find((one) => one.id === id && one.answerable);
  useTitle(text.title);
  return (
    <PatientPage
      title={text.title}
      back={
        <Link to="/home" className={backClass}>
          <BackWords>{words.patient.home}</BackWords>
        </Link>
      }
    >
      {query.isPending ? <PageSkeleton /> : null}
      {failed(query) ? <ErrorState error={query.error} retry={() => void query.refetch()} /> : null}
      {instrument ? <CheckIn key={id} planId={planId} instrument={instrument} /> : null}
      {query.data && !instrument ? <EmptyState title={text.gone}>{text.goneBody}</EmptyState> : null}
    </PatientPage>
  );
}

function CheckIn({ planId, instrument }: { planId: string; instrument: Instrument }) {
  const box = useAnswerBox();
  const outgoing = useOutgoingAnswers();
  const [sent, setSent] = useState<{ key: string; answers: Answers } | null>(null);
  if (!sent) {
    const Form = instrument.items.some(isTyped) ? Reading : Questions;
    return (
      <>
        <Form
          instrument={instrument}
          onSend={(answers) => {
            const at = new Date().toISOString();
            setSent({ key: box.add({ planId, instrument: instrument.id, items: answers, at }), answers });
          }}
        />
        {instrument.notice ? <p className={panel.note}>{instrument.notice}</p> : null}
      </>
    );
  }
  const help = helpOf(instrument, sent.answers);
  const waiting = outgoing.find(({ key }) => key === sent.key);
  return (
    <FromTop>
      {help ? <HelpCard help={help} /> : null}
      <Sent instrument={instrument} answers={sent.answers} waiting={waiting} />
    </FromTop>
  );
}

/** What follows a long page begins where the eye is. */
function FromTop({ children }: { children: ReactNode }) {
  const top = useRef<HTMLDivElement>(null);
  useEffect(() => top.current?.scrollIntoView({ block: "center" }), []);
  return (
    <div ref={top} className={styles.sent}>
      {children}
    </div>
  );
}

function Sent({
  instrument,
  answers,
  waiting,
}: {
  instrument: Instrument;
  answers: Answers;
  waiting: OutgoingAnswer | undefined;
}) {
  const missing = instrument.items.some(({ id, optional }) => !optional && answers[id] === undefined);
  const [title, body] = waiting?.refused
    ? [text.refusedTitle, waiting.refused]
    : waiting
      ? [text.waitingTitle, text.waitingBody]
      : [text.done, text.doneBody];
  return (
    <Panel title={title}>
      <PanelText>
        <div role="status">
          <p>{body}</p>
          {missing && !waiting ? (
            <p className={panel.note}>{instrument.high === null ? text.doneLeftOut : text.doneMissing}</p>
          ) : null}
        </div>
        <div>
          <Button renderRoot={(props) => <Link to="/plan/scores" {...props} />}>{text.scores}</Button>
        </div>
      </PanelText>
    </Panel>
  );
}

/** The plan in plain words: where one is, what is one's own to do, the goals, the team, who supports, how it changed. */
import { Button } from "@mantine/core";
import { IconBulb, IconChevronRight } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useLocation } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import type { PersonRef, PlanDetail, PlanSummary, ReadablePlan } from "../../client/types";
import {
  OwnConditions,
  OwnConsents,
  OwnMedicines,
  OwnNext,
  OwnTried,
} from "../../features/assessment/own-assessment";
import { assessmentQuery } from "../../features/assessment/queries";
import { useAbsent } from "../../features/coverage/away";
import { measuresQuery } from "../../features/measures/queries";
import { scoreWords } from "../../features/measures/words";
import { OwnPhase } from "../../features/plans/own-phase";
import { OwnTeam } from "../../features/plans/own-team";
import { isReadable, planQuery, versionsQuery } from "../../features/plans/queries";
import { Supporters } from "../../features/plans/supporters";
import { VersionLines } from "../../features/plans/version-lines";
import { OwnTaskWords } from "../../features/tasks/own-task";
import { planTasksQuery } from "../../features/tasks/queries";
import { words } from "../../i18n";
import { shortName } from "../../lib/names";
import { failed } from "../../lib/problem";
import { useMyId, useSession } from "../../live/session";
import { MoreButton } from "../../ui/more-button";
import { Panel, PanelText } from "../../ui/panel";
import panel from "../../ui/panel.module.css";
import { ErrorState } from "../../ui/states";
import { useFocusBack } from "../../ui/use-focus-back";
import { useTitle } from "../../ui/use-title";
import { Goals } from "./goals";
import { NoPlan } from "./no-plan";
import { isOver, useOwnPlans } from "./own-plans";
import { PatientPage } from "./page";
import styles from "./plan.module.css";
import { PageSkeleton } from "./skeleton";
import { Standing } from "./standing";

const VerifyWords = lazy(() =>
  import("../../features/keys/verify").then((module) => ({ default: module.VerifyWords })),
);
const ProposeGoal = lazy(() =>
  import("../../features/plans/propose-goal").then((module) => ({ default: module.ProposeGoal })),
);

const text = words.patient;

export function PlanPage() {
  const { plan, own, pending, error, retry } = useOwnPlans();
  const patient = useSession().roles.includes("patient");
  const title =
    own || (!plan && patient) ? text.ownPlan : plan ? text.planOf(shortName(plan.patient.name)) : text.plan;
  useTitle(text.plan);
  return (
    <PatientPage title={title}>
      {pending ? <PageSkeleton /> : null}
      {error ? <ErrorState error={error} retry={retry} /> : null}
      {!pending && !error && !plan ? <NoPlan /> : null}
      {plan ? <Standing /> : null}
      {plan ? <Whole key={plan.id} summary={plan} own={own} /> : null}
    </PatientPage>
  );
}

function Whole({ summary, own }: { summary: PlanSummary; own: boolean }) {
  const query = useQuery(planQuery(summary.id));
  const plan = query.data;
  if (failed(query)) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  if (!plan) return <PageSkeleton />;
  return (
    <>
      {isReadable(plan) ? <Content plan={plan} own={own} /> : <Unshared plan={plan} />}
      <Panel title={own ? text.team : text.teamOf(shortName(plan.patient.name))}>
        <TeamOf plan={plan} />
      </Panel>
      <Supporters plan={plan} own={own} />
      {isReadable(plan) ? <History planId={plan.id} /> : null}
    </>
  );
}

/** The team; with each of them one can compare words. */
function TeamOf({ plan }: { plan: PlanDetail }) {
  const me = useMyId();
  const [verifying, setVerifying] = useState<PersonRef | null>(null);
  const absent = useAbsent(plan.id);
  return (
    <>
      <OwnTeam
        plan={plan}
        absent={absent}
        aside={(person) =>
          person.id === me ? null : (
            <Button aria-label={words.keys.verifyOf(person.name)} onClick={() => setVerifying(person)}>
              {words.keys.verify}
            </Button>
          )
        }
      />
      <Suspense>
        {verifying ? <VerifyWords person={verifying} opened onClose={() => setVerifying(null)} /> : null}
      </Suspense>
    </>
  );
}

function Unshared({ plan }: { plan: PlanDetail }) {
  return (
    <Panel title={text.support(plan.patient.name)}>
      <PanelText>
        <p>{text.mayNotSee(shortName(plan.patient.name))}</p>
      </PanelText>
    </Panel>
  );
}

function Content({ plan, own }: { plan: ReadablePlan; own: boolean }) {
  const [suggesting, setSuggesting] = useState(false);
  useFocusBack(suggesting);
  const maySuggest = plan.may.includes("goal.propose");
  return (
    <>
      {isOver(plan) ? null : (
        <Panel title={text.where}>
          <PanelText>
            <OwnPhase present={plan.phase} />
            {own ? <p>{words.ownPlan.phaseNow[plan.phase]}</p> : null}
            {plan.summary ? <p className={panel.note}>{plan.summary}</p> : null}
            {own ? <OwnTried planId={plan.id} /> : null}
          </PanelText>
        </Panel>
      )}
      <ToDo planId={plan.id} />
      <AtHand own={own} />
      {own && !isOver(plan) ? <OwnNext plan={plan} /> : null}
      {own ? <OwnConditions planId={plan.id} /> : null}
      {own ? <OwnMedicines planId={plan.id} /> : null}
      {own ? <OwnConsents planId={plan.id} /> : null}
      <HowItGoes planId={plan.id} />
      <Goals plan={plan} own={own} />
      {maySuggest ? (
        <Button
          className={styles.suggest}
          leftSection={<IconBulb size={20} stroke={1.7} />}
          onClick={() => setSuggesting(true)}
        >
          {text.suggest}
        </Button>
      ) : null}
      <Suspense>
        {suggesting ? <ProposeGoal planId={plan.id} onClose={() => setSuggesting(false)} /> : null}
      </Suspense>
    </>
  );
}

/** The way to the scores, where there are any. */
function HowItGoes({ planId }: { planId: string }) {
  const data = useQuery(measuresQuery(planId)).data;
  if (!data || data.latest.length + data.schedules.length === 0) return null;
  return (
    <Panel title={words.measures.patientTitle}>
      {data.latest.map((result) => {
        const instrument = data.instruments.find(({ id }) => id === result.instrument);
        return instrument ? (
          <div key={result.id} className={panel.fact}>
            <span>{instrument.title}</span>
            <span>{scoreWords(result, instrument)}</span>
          </div>
        ) : null;
      })}
      <Link to="/plan/scores" className={panel.row}>
        <span>{words.measures.checkIn.scores}</span>
        <IconChevronRight size={20} aria-hidden="true" />
      </Link>
    </Panel>
  );
}

/** What is there at any time: what helps in a bad one, which is not looked for then, and the exercises. */
function AtHand({ own }: { own: boolean }) {
  return (
    <Panel title={text.atHand}>
      {own ? (
        <Link to="/plan/safety-plan" className={panel.row}>
          <span>{words.safetyplan.open}</span>
          <IconChevronRight size={20} aria-hidden="true" />
        </Link>
      ) : null}
      <Link to="/plan/exercises" className={panel.row}>
        <span>{words.library.patient.open}</span>
        <IconChevronRight size={20} aria-hidden="true" />
      </Link>
    </Panel>
  );
}

/** One's own tasks of this plan: what is open, and what was done last. */
function ToDo({ planId }: { planId: string }) {
  const me = useMyId();
  const { hash } = useLocation();
  const place = useRef<HTMLDivElement>(null);
  const open = useInfiniteQuery(planTasksQuery(planId, "open"));
  const done = useInfiniteQuery(planTasksQuery(planId, "done"));
  const mine = (pages: typeof open) =>
    (pages.data?.pages.flatMap((page) => page.items) ?? []).filter((task) => task.owner?.id === me);
  const waiting = mine(open);
  const lately = mine(done).slice(0, 3);
  const shown = open.isSuccess;
  useEffect(() => {
    if (shown && hash === "to-do") place.current?.scrollIntoView({ block: "start" });
  }, [shown, hash]);
  if (open.isError && !open.data) {
    return (
      <Panel title={text.toDo}>
        <ErrorState error={open.error} retry={() => void open.refetch()} />
      </Panel>
    );
  }
  if (waiting.length === 0 && lately.length === 0) return null;
  return (
    <div ref={place} id="to-do" className={styles.anchor}>
      <Panel title={text.toDo}>
        {waiting.length === 0 ? (
          <PanelText>
            <p>{text.nothingNext}</p>
          </PanelText>
        ) : null}
        {[...waiting, ...lately].map((task) => (
          <Link
            key={task.id}
            to="/plan/tasks/$planId/$taskId"
            params={{ planId, taskId: task.id }}
            className={panel.row}
          >
            <OwnTaskWords task={task} />
            <IconChevronRight size={20} aria-hidden="true" />
          </Link>
        ))}
        <MoreButton pages={open} />
      </Panel>
    </div>
  );
}

function History({ planId }: { planId: string }) {
  const pages = useInfiniteQuery(versionsQuery(planId));
  const reviewed = useQuery(assessmentQuery(planId)).data?.reviewed;
  const versions = pages.data?.pages.flatMap((page) => page.items) ?? [];
  if (pages.isError && !pages.data) {
    return (
      <Panel title={words.ownPlan.changed}>
        <ErrorState error={pages.error} retry={() => void pages.refetch()} />
      </Panel>
    );
  }
  if (versions.length === 0) return null;
  const seen = reviewed?.version;
  const since = seen === undefined ? versions : versions.filter(({ version }) => version > seen);
  const earlier = versions.filter((one) => !since.includes(one));
  return (
    <Panel title={words.ownPlan.changed}>
      <PanelText>
        {seen === undefined ? null : (
          <p className={panel.note}>
            {since.length > 0 ? words.ownPlan.changedSince : words.ownPlan.unchanged}
          </p>
        )}
        <VersionLines versions={since} />
        {earlier.length > 0 ? <p className={panel.note}>{words.ownPlan.earlier}</p> : null}
        <VersionLines versions={earlier} />
        <MoreButton pages={pages} />
      </PanelText>
    </Panel>
  );
}

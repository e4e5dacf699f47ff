/** A patient's page: the plan and the talking side by side. */
import { Button } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, Outlet, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useEffect, useMemo, useRef, useState } from "react";
import type { ReadablePlan } from "../../../client/types";
import { conversationQuery, conversationsQuery } from "../../../features/messaging/queries";
import { isReadable, planQuery } from "../../../features/plans/queries";
import type { Prefill } from "../../../features/tasks/new-task";
import { words } from "../../../i18n";
import { useShortcuts } from "../../../lib/keyboard";
import { useNarrow } from "../../../lib/media";
import { failed } from "../../../lib/problem";
import { useMyId } from "../../../live/session";
import { Bone, EmptyState, ErrorState, RowsSkeleton } from "../../../ui/states";
import { useFocusBack } from "../../../ui/use-focus-back";
import { useTitle } from "../../../ui/use-title";
import { useTalking } from "../../talking";
import { useOpenTask } from "../task-drawer";
import { PlanPageContext, type PlanPageState } from "./context";
import { PlanHeader } from "./header";
import { OpenCase } from "./open-case";
import styles from "./page.module.css";
import { PlanSwitch } from "./plan-switch";
import { PlanTabs } from "./plan-tabs";
import { Talk } from "./talk";
import { TaskMaker } from "./task-maker";

/** Asks for the conversation that a link leads to while the plan is still on its way. */
function useAskedBeside(planId: string) {
  const { talk } = useSearch({ from: "/signed/staff/plans/$planId" });
  const queries = useQueryClient();
  useEffect(() => {
    if (talk === undefined) return;
    void queries.prefetchQuery(conversationsQuery(planId));
    void queries.prefetchQuery(conversationQuery(planId, talk));
  }, [queries, planId, talk]);
}

export function PlanPage() {
  const { planId } = useParams({ from: "/signed/staff/plans/$planId" });
  const plan = useQuery(planQuery(planId));
  useAskedBeside(planId);
  useTitle(words.plans.plan);
  if (failed(plan)) {
    return (
      <div className={styles.failed}>
        <h1 className="ct-hidden">{words.plans.plan}</h1>
        <ErrorState error={plan.error} retry={() => void plan.refetch()} />
      </div>
    );
  }
  if (!plan.data) return <PageSkeleton />;
  if (!isReadable(plan.data)) {
    return (
      <div className={styles.failed}>
        {plan.data.may.includes("trail.review") ? (
          <EmptyState
            icon={<IconLock />}
            title={words.plans.rosterOnly}
            action={
              <Button
                renderRoot={(props) => (
                  <Link to="/oversight/plans/$planId" params={{ planId }} search={{}} {...props} />
                )}
              >
                {words.oversight.openTrail}
              </Button>
            }
          >
            {words.oversight.mayReview}
          </EmptyState>
        ) : (
          <EmptyState icon={<IconLock />} title={words.plans.rosterOnly}>
            {words.plans.rosterOnlyBody}
          </EmptyState>
        )}
      </div>
    );
  }
  return <Loaded key={planId} plan={plan.data} />;
}

function Loaded({ plan }: { plan: ReadablePlan }) {
  const { about, side = "plan" } = useSearch({ from: "/signed/staff/plans/$planId" });
  const navigate = useNavigate({ from: "/plans/$planId" });
  const narrow = useNarrow();
  const openTask = useOpenTask();
  const [making, setMaking] = useState<Prefill | null>(null);
  useFocusBack(making !== null);
  useTalking(narrow && side === "talk");
  const lit = about ?? null;
  const me = useMyId();
  // Whoever only oversees is in no conversation of the plan.
  const takesPart = plan.team.some(({ person }) => person.id === me);
  const mayAssign = plan.may.includes("task.assign");

  const state = useMemo<PlanPageState>(
    () => ({
      plan,
      lit,
      light: (id) =>
        void navigate({
          to: ".",
          search: (before) => ({ ...before, about: id ?? undefined }),
          replace: true,
        }),
      makeTask: setMaking,
      openTask: (taskId) => openTask(plan.id, taskId),
    }),
    [plan, lit, navigate, openTask],
  );
  useShortcuts({
    ...(mayAssign ? { n: () => setMaking({ goalId: lit }) } : {}),
    // biome-ignore lint/complexity/useLiteralKeys: a capital name would be taken for a component
    ["Escape"]: () => {
      if (making) setMaking(null);
      else if (lit) state.light(null);
    },
  });

  // Where there is room for one of the two, the plan's side stays as it was behind the conversation: what is open there
  // and half written must not be lost when a window becomes narrow.
  const planSeen = useRef(false);
  const planShown = !narrow || side === "plan" || !takesPart;
  planSeen.current ||= planShown || making !== null;
  const talkShown = takesPart && (!narrow || side === "talk");
  const planSide = (
    <section className={styles.plan} aria-label={words.plans.plan} hidden={!planShown}>
      <PlanTabs />
      <div className={styles.scroll}>
        <Outlet />
      </div>
      {making ? <TaskMaker prefill={making} onClose={() => setMaking(null)} /> : null}
    </section>
  );

  return (
    <PlanPageContext value={state}>
      <div className={styles.page}>
        <PlanHeader />
        <OpenCase />
        {takesPart && narrow ? (
          <div className={styles.switch}>
            <PlanSwitch side={side} />
          </div>
        ) : null}
        <div className={styles.columns} data-alone={!takesPart || undefined}>
          {planSeen.current ? planSide : null}
          {talkShown ? (
            <section className={styles.talk} aria-label={words.plans.conversation}>
              <Talk />
            </section>
          ) : null}
        </div>
      </div>
    </PlanPageContext>
  );
}

function PageSkeleton() {
  return (
    <div className={styles.page}>
      <div className={styles.headSkeleton}>
        <Bone width={220} height={22} />
      </div>
      <div className={styles.columns} data-coming>
        <div className={styles.plan}>
          <RowsSkeleton rows={7} />
        </div>
        <div className={styles.talk}>
          <RowsSkeleton rows={5} avatar />
        </div>
      </div>
    </div>
  );
}

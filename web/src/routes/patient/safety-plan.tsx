/** A patient's safety plan: to read, to print, to keep on the phone; and to write, one step at a time. */
import { Button } from "@mantine/core";
import { IconPencil, IconPrinter } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { SafetyPlanEditor } from "../../features/safetyplan/editor";
import { hereQuery } from "../../features/safetyplan/here";
import { KeepHereSwitch } from "../../features/safetyplan/keep-here";
import { safetyPlanQuery } from "../../features/safetyplan/queries";
import { SafetyPlanSheet, WhenChanged } from "../../features/safetyplan/sheet";
import { SafetyPlanVersions } from "../../features/safetyplan/versions";
import { words } from "../../i18n";
import { failed } from "../../lib/problem";
import { useMyId } from "../../live/session";
import { EmptyState, ErrorState } from "../../ui/states";
import { useTitle } from "../../ui/use-title";
import { NoPlan } from "./no-plan";
import { useOwnPlans } from "./own-plans";
import { BackWords, backClass, PatientPage } from "./page";
import styles from "./safety-plan.module.css";
import { PageSkeleton } from "./skeleton";

const text = words.safetyplan;

/** Somebody's own, whichever plan the other pages show. */
function useOwnPlan() {
  const { plans, pending, error, retry } = useOwnPlans();
  return { plan: plans.find(({ my_role }) => my_role === "patient"), pending, error, retry };
}

export function SafetyPlanPage() {
  const { plan, pending, error, retry } = useOwnPlan();
  useTitle(text.mine);
  return (
    <PatientPage title={text.mine} note={text.what} back={<BackToPlan />}>
      {plan ? <Own planId={plan.id} /> : pending ? <PageSkeleton /> : null}
      {error ? <AsKept error={error} retry={retry} /> : null}
      {!plan && !pending && !error ? <NoPlan /> : null}
    </PatientPage>
  );
}

function Own({ planId }: { planId: string }) {
  const query = useQuery(safetyPlanQuery(planId));
  if (failed(query)) return <AsKept error={query.error} retry={() => void query.refetch()} />;
  if (!query.data) return <PageSkeleton />;
  const { current, may } = query.data;
  const mayWrite = may.includes("safety-plan.write");
  if (!current) {
    return (
      <EmptyState title={text.none} action={mayWrite ? <WriteButton verb={text.write} filled /> : undefined}>
        {text.noneBody}
      </EmptyState>
    );
  }
  return (
    <>
      <SafetyPlanSheet content={current.content} />
      <WhenChanged version={current} />
      <div className={styles.acts}>
        {mayWrite ? <WriteButton verb={text.change} /> : null}
        <Button leftSection={<IconPrinter size={20} stroke={1.7} />} onClick={() => window.print()}>
          {text.print}
        </Button>
      </div>
      <KeepHereSwitch planId={planId} />
      <SafetyPlanVersions planId={planId} newest={current.version} />
    </>
  );
}

/** Without a line: what lies on this device, if it is theirs. */
function AsKept({ error, retry }: { error: unknown; retry: () => void }) {
  const me = useMyId();
  const here = useQuery(hereQuery).data;
  const content = here?.personId === me ? here.content : null;
  return content ? <SafetyPlanSheet content={content} /> : <ErrorState error={error} retry={retry} />;
}

function WriteButton({ verb, filled = false }: { verb: string; filled?: boolean }) {
  return (
    <Button
      {...(filled ? { variant: "filled" } : {})}
      leftSection={<IconPencil size={20} stroke={1.7} />}
      renderRoot={(props) => <Link to="/plan/safety-plan/write" {...props} />}
    >
      {verb}
    </Button>
  );
}

export function WriteSafetyPlanPage() {
  const { plan, pending, error, retry } = useOwnPlan();
  const query = useQuery({ ...safetyPlanQuery(plan?.id ?? ""), enabled: plan !== undefined });
  const navigate = useNavigate();
  useTitle(text.mine);
  const problem = error ?? (failed(query) ? query.error : null);
  return (
    <PatientPage
      title={text.mine}
      back={
        <Link to="/plan/safety-plan" className={backClass}>
          <BackWords>{text.mine}</BackWords>
        </Link>
      }
    >
      {problem ? <ErrorState error={problem} retry={error ? retry : () => void query.refetch()} /> : null}
      {plan && query.data ? (
        <SafetyPlanEditor
          planId={plan.id}
          current={query.data.current}
          voice="patient"
          onDone={() => void navigate({ to: "/plan/safety-plan" })}
        />
      ) : pending || query.isPending ? (
        <PageSkeleton />
      ) : null}
    </PatientPage>
  );
}

function BackToPlan() {
  return (
    <Link to="/plan" className={backClass}>
      <BackWords>{words.patient.backToPlan}</BackWords>
    </Link>
  );
}

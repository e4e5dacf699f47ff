/** A patient's safety plan for those who treat them: to read with the patient, to print, to write; and the word check. */
import { Button } from "@mantine/core";
import { IconPencil, IconPrinter } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { SafetyPlan } from "../../../client/types";
import { SafetyPlanEditor } from "../../../features/safetyplan/editor";
import { safetyPlanQuery } from "../../../features/safetyplan/queries";
import { SafetyPlanSheet, WhenChanged } from "../../../features/safetyplan/sheet";
import { SafetyPlanVersions } from "../../../features/safetyplan/versions";
import { words } from "../../../i18n";
import { shortName } from "../../../lib/names";
import { failed } from "../../../lib/problem";
import { EmptyState, ErrorState, RowsSkeleton } from "../../../ui/states";
import { usePlanPage } from "./context";
import styles from "./safety-plan-tab.module.css";

const text = words.safetyplan;

export function SafetyPlanTab() {
  const { plan } = usePlanPage();
  const query = useQuery(safetyPlanQuery(plan.id));
  const [writing, setWriting] = useState(false);
  const patient = shortName(plan.patient.name);
  return (
    <div className={styles.tab}>
      <h2 className="ct-hidden">{text.title}</h2>
      {failed(query) ? <ErrorState error={query.error} retry={() => void query.refetch()} /> : null}
      {query.isPending ? <RowsSkeleton rows={6} /> : null}
      {query.data && writing ? (
        <SafetyPlanEditor
          planId={plan.id}
          current={query.data.current}
          voice="staff"
          onDone={() => setWriting(false)}
        />
      ) : null}
      {query.data && !writing ? (
        <Read planId={plan.id} patient={patient} said={query.data} onWrite={() => setWriting(true)} />
      ) : null}
      {query.data ? <Checked patient={patient} said={query.data} /> : null}
    </div>
  );
}

interface ReadProps {
  planId: string;
  patient: string;
  said: SafetyPlan;
  onWrite: () => void;
}

function Read({ planId, patient, said: { current, may }, onWrite }: ReadProps) {
  const write = may.includes("safety-plan.write") ? (
    <Button leftSection={<IconPencil size={18} stroke={1.7} />} onClick={onWrite}>
      {current ? text.change : text.write}
    </Button>
  ) : null;
  if (!current) {
    return (
      <EmptyState title={text.none} action={write ?? undefined}>
        {text.noneBodyStaff}
      </EmptyState>
    );
  }
  return (
    <>
      <p className={styles.what}>{text.whatStaff(patient)}</p>
      <SafetyPlanSheet content={current.content} />
      <WhenChanged version={current} />
      <div className={styles.acts}>
        {write}
        <Button leftSection={<IconPrinter size={18} stroke={1.7} />} onClick={() => window.print()}>
          {text.print}
        </Button>
      </div>
      <SafetyPlanVersions planId={planId} newest={current.version} />
    </>
  );
}

/** Whether the team hears of what the word check finds. */
function Checked({ patient, said: { word_check: choice } }: { patient: string; said: SafetyPlan }) {
  const { check } = text;
  const said = choice
    ? choice.agreed
      ? check.patientAgreed(patient)
      : check.patientDeclined(patient)
    : check.patientUndecided(patient);
  return (
    <p className={styles.checked}>
      {said}{" "}
      <Link to="/word-check" className={styles.more}>
        {check.title}
      </Link>
    </p>
  );
}

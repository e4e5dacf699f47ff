/** A page about the patient's plan that is reached from it: while it comes, where it cannot come, and where there is none. */
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { words } from "../../i18n";
import { ErrorState } from "../../ui/states";
import { useTitle } from "../../ui/use-title";
import { NoPlan } from "./no-plan";
import { useOwnPlans } from "./own-plans";
import { BackWords, backClass, PatientPage } from "./page";
import { PageSkeleton } from "./skeleton";

export function OwnPlanPage({ title, children }: { title: string; children: (planId: string) => ReactNode }) {
  const { plan, pending, error, retry } = useOwnPlans();
  useTitle(title);
  return (
    <PatientPage
      title={title}
      back={
        <Link to="/plan" className={backClass}>
          <BackWords>{words.patient.backToPlan}</BackWords>
        </Link>
      }
    >
      {pending ? <PageSkeleton /> : null}
      {error ? <ErrorState error={error} retry={retry} /> : null}
      {plan ? children(plan.id) : null}
      {!pending && !error && !plan ? <NoPlan /> : null}
    </PatientPage>
  );
}

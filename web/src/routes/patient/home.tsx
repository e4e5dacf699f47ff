/** Home: the next thing to do, the team, and what changed. */

import { words } from "../../i18n";
import { shortName } from "../../lib/names";
import { useNow } from "../../lib/now";
import { useSession } from "../../live/session";
import { ErrorState } from "../../ui/states";
import { useTitle } from "../../ui/use-title";
import { Changes } from "./changes";
import { CheckInCard } from "./check-in-card";
import { DiaryCard } from "./diary-card";
import { NextTask } from "./next-task";
import { NoPlan } from "./no-plan";
import { isOver, useOwnPlans } from "./own-plans";
import { PatientPage } from "./page";
import { PageSkeleton } from "./skeleton";
import { Standing } from "./standing";
import { Supported } from "./supported";
import { TeamCard } from "./team-card";

const text = words.patient;

function greeting(hour: number, name: string): string {
  if (hour >= 4 && hour < 12) return text.morning(name);
  return hour >= 12 && hour < 18 ? text.afternoon(name) : text.evening(name);
}

export function HomePage() {
  const { person } = useSession();
  const { plan, own, pending, error, retry } = useOwnPlans();
  const hour = useNow().getHours();
  useTitle(text.home);
  return (
    <PatientPage title={greeting(hour, shortName(person.name))}>
      {pending ? <PageSkeleton /> : null}
      {error ? <ErrorState error={error} retry={retry} /> : null}
      {plan ? (
        <>
          <Standing />
          {own ? null : <Supported plan={plan} />}
          {own ? <DiaryCard key={`diary ${plan.id}`} plan={plan} /> : null}
          <CheckInCard planId={plan.id} />
          <NextTask planId={plan.id} quiet={!own || isOver(plan)} />
          <TeamCard key={plan.id} plan={plan} own={own} />
          {plan.status ? <Changes planId={plan.id} /> : null}
        </>
      ) : null}
      {!pending && !error && !plan ? <NoPlan /> : null}
    </PatientPage>
  );
}

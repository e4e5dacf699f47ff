/** Who opened the patient's plan, the newest first. */
import { IconEye } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { looksQuery } from "../../features/plans/queries";
import { words } from "../../i18n";
import { MoreButton } from "../../ui/more-button";
import panel from "../../ui/panel.module.css";
import { PersonLine } from "../../ui/person";
import { EmptyState, ErrorState, RowsSkeleton } from "../../ui/states";
import { TimeAgo } from "../../ui/time";
import { useTitle } from "../../ui/use-title";
import styles from "./looks.module.css";
import { NoPlan } from "./no-plan";
import { useOwnPlans } from "./own-plans";
import { BackWords, backClass, PatientPage } from "./page";

const text = words.patient;

export function LooksPage() {
  const { plan, own, pending, error, retry } = useOwnPlans();
  useTitle(text.looks);
  return (
    <PatientPage
      title={text.looks}
      note={text.looksNote}
      back={
        <Link to="/me" className={backClass}>
          <BackWords>{text.me}</BackWords>
        </Link>
      }
    >
      {pending ? (
        <div className={styles.list}>
          <RowsSkeleton avatar />
        </div>
      ) : error ? (
        <ErrorState error={error} retry={retry} />
      ) : plan && own ? (
        <Looks planId={plan.id} />
      ) : (
        <NoPlan />
      )}
    </PatientPage>
  );
}

function Looks({ planId }: { planId: string }) {
  const pages = useInfiniteQuery(looksQuery(planId));
  const looks = pages.data?.pages.flatMap((page) => page.items) ?? [];
  if (pages.isError && !pages.data)
    return <ErrorState error={pages.error} retry={() => void pages.refetch()} />;
  if (pages.isSuccess && looks.length === 0) {
    return (
      <EmptyState icon={<IconEye />} title={text.noLooks}>
        {text.noLooksBody}
      </EmptyState>
    );
  }
  return (
    <div className={styles.list}>
      {pages.isPending ? <RowsSkeleton avatar /> : null}
      <ul>
        {looks.map((look) => (
          <li key={`${look.at} ${look.who.id} ${look.screen}`} className={panel.fact}>
            <PersonLine person={look.who} />
            <span className={styles.what}>
              <span>{text.screens[look.screen] ?? text.screenElse}</span>
              <TimeAgo at={look.at} />
            </span>
          </li>
        ))}
      </ul>
      <MoreButton pages={pages} />
    </div>
  );
}

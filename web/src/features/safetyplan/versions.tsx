/** What a safety plan said before, behind one line. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { words } from "../../i18n";
import { MoreButton } from "../../ui/more-button";
import { ErrorState, RowsSkeleton } from "../../ui/states";
import { safetyPlanVersionsQuery } from "./queries";
import { WhenChanged } from "./sheet";
import { SafetyPlanSteps } from "./steps";
import styles from "./versions.module.css";

const text = words.safetyplan;

export function SafetyPlanVersions({ planId, newest }: { planId: string; newest: number }) {
  const [open, setOpen] = useState(false);
  if (newest < 2) return null;
  return (
    <details className={styles.versions} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{text.versions}</summary>
      {open ? <List planId={planId} newest={newest} /> : null}
    </details>
  );
}

function List({ planId, newest }: { planId: string; newest: number }) {
  const pages = useInfiniteQuery(safetyPlanVersionsQuery(planId));
  const versions = pages.data?.pages.flatMap((page) => page.items) ?? [];
  if (pages.isPending) return <RowsSkeleton rows={2} />;
  if (pages.isError && !pages.data) {
    return <ErrorState error={pages.error} retry={() => void pages.refetch()} />;
  }
  return (
    <>
      <ul className={styles.list}>
        {versions
          .filter(({ version }) => version < newest)
          .map((version) => (
            <li key={version.id}>
              <h3>{text.version(version.version)}</h3>
              <WhenChanged version={version} />
              <SafetyPlanSteps content={version.content} bare />
            </li>
          ))}
      </ul>
      <MoreButton pages={pages} />
    </>
  );
}

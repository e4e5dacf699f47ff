/** A version of a plan beside the one before it: what the one says, and what the other; opened in its place. */
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { PlanVersion } from "../../client/types";
import { words } from "../../i18n";
import { ErrorState, RowsSkeleton } from "../../ui/states";
import { type Different, differentFindings, differentParts, differentPlan } from "./difference";
import styles from "./forms.module.css";
import { assessmentQuery } from "./queries";

const text = words.assessment.compare;

interface Props {
  planId: string;
  before: PlanVersion;
  after: PlanVersion;
}

export function Compare(props: Props) {
  const [opened, setOpened] = useState(false);
  return (
    <div className={styles.compared}>
      <Button
        variant="subtle"
        color="accent"
        size="compact-sm"
        aria-expanded={opened}
        onClick={() => setOpened(!opened)}
      >
        {opened ? text.close : text.open(props.before.version)}
      </Button>
      {opened ? <Differences {...props} /> : null}
    </div>
  );
}

function Differences({ planId, before, after }: Props) {
  const old = useQuery(assessmentQuery(planId, before.version));
  const now = useQuery(assessmentQuery(planId, after.version));
  const error = old.error ?? now.error;
  const found =
    old.data && now.data
      ? [
          ...differentPlan(before, after),
          ...differentParts(after),
          ...differentFindings(old.data.findings, now.data.findings),
        ]
      : null;
  const retry = () => void Promise.all([old.refetch(), now.refetch()]);
  if (error && !found) return <ErrorState error={error} retry={retry} />;
  if (!found) return <RowsSkeleton rows={2} />;
  if (found.length === 0) return <p className={styles.gone}>{text.same}</p>;
  return found.map((one) => (
    <section key={one.key} className={styles.difference}>
      <h3>{one.what}</h3>
      <div className={styles.sides}>
        <Side version={before.version} one={one} says={one.before} />
        <Side version={after.version} one={one} says={one.after} />
      </div>
    </section>
  ));
}

function Side({ version, one, says }: { version: number; one: Different; says: string | null }) {
  return (
    <section aria-label={text.side(one.what, version)}>
      <p className={styles.gone}>{text.version(version)}</p>
      {says === null ? <p className={styles.gone}>{text.nothing}</p> : <p>{says}</p>}
    </section>
  );
}

/** What the plan rests on: stage, what was tried, what is taken, what to bear in mind, and what else it might be. */
import { Button } from "@mantine/core";
import { IconUsers } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import type { AssessmentFinding } from "../../../client/types";
import { Findings } from "../../../features/assessment/findings";
import { assessmentQuery } from "../../../features/assessment/queries";
import { Reviewed } from "../../../features/assessment/reviewed";
import { Stage } from "../../../features/assessment/stage";
import { type FindingKind, KINDS } from "../../../features/assessment/words";
import { words } from "../../../i18n";
import { failed } from "../../../lib/problem";
import { ErrorState, RowsSkeleton } from "../../../ui/states";
import { useFocusBack } from "../../../ui/use-focus-back";
import { usePlanPage } from "./context";
import styles from "./scores-tab.module.css";

const FindingDialog = lazy(() =>
  import("../../../features/assessment/finding-dialog").then((module) => ({ default: module.FindingDialog })),
);
const ReviewDialog = lazy(() =>
  import("../../../features/assessment/review-dialog").then((module) => ({ default: module.ReviewDialog })),
);

const text = words.assessment;

interface Asking {
  kind: FindingKind;
  finding: AssessmentFinding | null;
}

export function AssessmentTab() {
  const { plan } = usePlanPage();
  const query = useQuery(assessmentQuery(plan.id));
  const [asking, setAsking] = useState<Asking | null>(null);
  const [reviewing, setReviewing] = useState(false);
  useFocusBack(asking !== null || reviewing);
  const data = query.data;
  if (failed(query)) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  if (!data) return <RowsSkeleton rows={6} />;
  const may = data.may.includes("plan.assess");
  const of = (kind: FindingKind) => data.findings.filter(({ body }) => body.kind === kind);
  const [basis] = of("staging");
  const change = may
    ? (finding: AssessmentFinding) => setAsking({ kind: finding.body.kind, finding })
    : undefined;
  const add = (kind: FindingKind) => (may ? () => setAsking({ kind, finding: null }) : undefined);
  return (
    <div className={styles.tab}>
      <header className={styles.head}>
        <h2>{text.title}</h2>
        {data.may.includes("plan.review") && !data.waiting ? (
          <Button
            variant="subtle"
            color="accent"
            size="compact-sm"
            leftSection={<IconUsers size={16} />}
            onClick={() => setReviewing(true)}
          >
            {text.review.record}
          </Button>
        ) : null}
      </header>
      <Reviewed planId={plan.id} data={data} />
      <Findings kind="condition" findings={of("condition")} onAdd={add("condition")} onChange={change} />
      <Findings
        kind="staging"
        findings={of("staging")}
        onAdd={basis ? undefined : add("staging")}
        onChange={change}
      >
        <Stage data={data} />
      </Findings>
      {KINDS.filter((kind) => kind !== "condition" && kind !== "staging").map((kind) => (
        <Findings key={kind} kind={kind} findings={of(kind)} onAdd={add(kind)} onChange={change} />
      ))}
      <Suspense>
        {asking ? (
          <FindingDialog
            planId={plan.id}
            kind={asking.kind}
            finding={asking.finding}
            onClose={() => setAsking(null)}
          />
        ) : null}
        {reviewing ? <ReviewDialog planId={plan.id} onClose={() => setReviewing(false)} /> : null}
      </Suspense>
    </div>
  );
}

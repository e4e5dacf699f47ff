/** What a plan that is not running lets its team do, above the plan; nothing while it runs. */
import { Button } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { words } from "../../../i18n";
import { shortName } from "../../../lib/names";
import { useFocusBack } from "../../../ui/use-focus-back";
import { usePlanPage } from "./context";
import styles from "./standing.module.css";

const StatusDialog = lazy(() =>
  import("../../../features/plans/status-dialog").then((module) => ({ default: module.StatusDialog })),
);

const text = words.plans;

export function Standing() {
  const { plan } = usePlanPage();
  const [changing, setChanging] = useState(false);
  useFocusBack(changing);
  if (plan.status === "active") return null;
  return (
    <div className={styles.standing}>
      <p>{text.standing[plan.status](shortName(plan.patient.name))}</p>
      {plan.may.includes("plan-status.set") ? (
        <Button size="compact-sm" onClick={() => setChanging(true)}>
          {text.changeStatus}
        </Button>
      ) : null}
      <Suspense>
        {changing ? <StatusDialog plan={plan} opened onClose={() => setChanging(false)} /> : null}
      </Suspense>
    </div>
  );
}

/** What a plan that is not running means for the one who reads; nothing while it runs. With several plans, the choice between them. */
import { SegmentedControl } from "@mantine/core";
import { words } from "../../i18n";
import { shortName } from "../../lib/names";
import { useOwnPlans } from "./own-plans";
import styles from "./standing.module.css";

const text = words.patient;

export function Standing() {
  const { plans, plan, own, choose } = useOwnPlans();
  if (!plan) return null;
  const { status } = plan;
  const name = shortName(plan.patient.name);
  const said =
    status === null || status === "active"
      ? null
      : own
        ? text.standing[status]
        : text.standingOf[status](name);
  return (
    <>
      {plans.length > 1 ? (
        <SegmentedControl
          aria-label={text.whose}
          value={plan.id}
          onChange={choose}
          fullWidth
          orientation={plans.length > 2 ? "vertical" : "horizontal"}
          data={plans.map((one) => ({
            value: one.id,
            label:
              one.my_role === "patient"
                ? plans.filter((other) => other.my_role === "patient").length > 1
                  ? (one.title ?? text.ownPlan)
                  : text.ownPlan
                : text.planOf(shortName(one.patient.name)),
          }))}
        />
      ) : null}
      {said ? <p className={styles.standing}>{said}</p> : null}
    </>
  );
}

/** A patient's page: the plan and the talking side by side. */
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { planQuery } from "../../../features/plans/queries";
import { ErrorState, RowsSkeleton } from "../../../ui/states";

export function PlanPage() {
  const { planId } = useParams({ from: "/signed/staff/plans/$planId" });
  const plan = useQuery(planQuery(planId));
  if (plan.isPending) return <RowsSkeleton />;
  if (plan.isError) return <ErrorState error={plan.error} retry={() => void plan.refetch()} />;
  return <h1>{plan.data.patient.name}</h1>;
}

/** Whose plan the pages show: one's own, or that of somebody one supports. Most people have one. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { createContext, useContext, useState } from "react";
import type { PlanStatus, PlanSummary } from "../../client/types";
import { caseloadQuery } from "../../features/plans/queries";

interface OwnPlans {
  plans: readonly PlanSummary[];
  /** The one that the pages show. */
  plan: PlanSummary | undefined;
  /** True where it is one's own and not that of somebody one supports. */
  own: boolean;
  pending: boolean;
  error: unknown;
  retry: () => void;
  choose: (planId: string) => void;
}

export const OwnPlansContext = createContext<OwnPlans | null>(null);

/** Nothing follows on it any more but messages. */
export function isOver(plan: { status: PlanStatus | null }): boolean {
  return plan.status === "completed" || plan.status === "revoked";
}

/** Read once, in the shell. */
export function useOwnPlansQuery(): OwnPlans {
  const query = useInfiniteQuery(caseloadQuery({}));
  const [chosen, choose] = useState<string | null>(null);
  const all = query.data?.pages.flatMap((page) => page.items) ?? [];
  const plans = all.toSorted(
    (one, other) => Number(other.my_role === "patient") - Number(one.my_role === "patient"),
  );
  const plan = plans.find(({ id }) => id === chosen) ?? plans[0];
  return {
    plans,
    plan,
    own: plan?.my_role === "patient",
    pending: query.isPending,
    error: query.data ? null : query.error,
    retry: () => void query.refetch(),
    choose,
  };
}

export function useOwnPlans(): OwnPlans {
  const plans = useContext(OwnPlansContext);
  if (!plans) throw new Error("used outside the patient's pages");
  return plans;
}

/** What the parts of a patient's page share: the plan, what is lit, and the task being made. */
import { createContext, useContext } from "react";
import type { ReadablePlan } from "../../../client/types";
import type { Prefill } from "../../../features/tasks/new-task";

export interface PlanPageState {
  plan: ReadablePlan;
  /** The goal or item whose messages and line are lit. */
  lit: string | null;
  light: (id: string | null) => void;
  /** Opens the form for a new task beside what one reads. */
  makeTask: (prefill: Prefill) => void;
  openTask: (taskId: string) => void;
}

export const PlanPageContext = createContext<PlanPageState | null>(null);

export function usePlanPage(): PlanPageState {
  const state = useContext(PlanPageContext);
  if (!state) throw new Error("used outside a patient's page");
  return state;
}

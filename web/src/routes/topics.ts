/** What a message may be about: the plan's goals and steps that are not over. */
import type { PlanDetail } from "../client/types";
import type { Topic } from "../features/messaging/composer-tools";

export function topicsOf(plan: PlanDetail): Topic[] {
  return [
    ...plan.goals
      .filter(({ status }) => status !== "cancelled")
      .map(({ id, words: title }) => ({ id, kind: "goal" as const, title })),
    ...plan.items
      .filter(({ status }) => status !== "cancelled")
      .map(({ id, title }) => ({ id, kind: "item" as const, title })),
  ];
}

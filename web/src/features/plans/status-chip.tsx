/** The state of a plan that is not simply running. */
import type { PlanStatus } from "../../client/types";
import { words } from "../../i18n";
import { Chip, type Tone } from "../../ui/chip";

const TONES: Readonly<Record<Exclude<PlanStatus, "active">, Tone>> = {
  draft: "info",
  "on-hold": "warn",
  completed: "good",
  revoked: "neutral",
};

export function StatusChip({ status }: { status: PlanStatus | null }) {
  if (status === null || status === "active") return null;
  return <Chip tone={TONES[status]}>{words.plans.status[status]}</Chip>;
}

/** What is different between two versions of a plan, line by line. */
import type { AssessmentFinding, PlanVersion } from "../../client/types";
import { words } from "../../i18n";
import { knownDate } from "../../lib/dates";
import { KINDS, nameOf, partsOf, stateOf, writtenOf } from "./words";

const text = words.assessment;

export interface Different {
  key: string;
  what: string;
  before: string | null;
  after: string | null;
}

/** A finding as one line. */
function line(finding: AssessmentFinding | undefined): string | null {
  if (!finding) return null;
  const { body } = finding;
  const written = writtenOf(body);
  return [[nameOf(body), stateOf(body), ...partsOf(body)].filter(Boolean).join(", "), written]
    .filter(Boolean)
    .join(". ");
}

/** Findings that are there in only one of both, or say something else. */
export function differentFindings(
  before: readonly AssessmentFinding[],
  after: readonly AssessmentFinding[],
): Different[] {
  const old = new Map(before.map((one) => [one.finding_id, one]));
  const now = new Map(after.map((one) => [one.finding_id, one]));
  return KINDS.flatMap((kind) =>
    [...new Set([...old.keys(), ...now.keys()])]
      .filter((id) => (now.get(id) ?? old.get(id))?.body.kind === kind && old.get(id)?.id !== now.get(id)?.id)
      .map((id) => ({
        key: id,
        what: text.kinds[kind],
        before: line(old.get(id)),
        after: line(now.get(id)),
      })),
  );
}

/** Goals and steps that a version changed or added. */
export function differentParts({ changed }: PlanVersion): Different[] {
  return changed.map(({ part_id, before, after }) => ({
    key: part_id,
    what: text.compare.part[after.kind],
    before: before && partLine(before),
    after: partLine(after),
  }));
}

/** A goal or a step as one line. */
function partLine(part: PlanVersion["changed"][number]["after"]): string {
  const { plans, common } = words;
  const said =
    part.kind === "goal"
      ? [
          plans.goalStatus[part.status],
          plans.achievement[part.achievement],
          part.target,
          part.due_on && text.until(knownDate(part.due_on)),
        ]
      : [
          plans.itemStatus[part.status],
          plans.itemForm.kinds[part.sort],
          plans.phase[part.phase],
          part.owner?.name ?? (part.owner_role && (common.anyOf[part.owner_role] ?? part.owner_role)),
          part.goal && text.compare.toward(part.goal),
        ];
  return [part.words, ...said].filter(Boolean).join(", ");
}

/** Title, summary, phase and status, where they differ. */
export function differentPlan(before: PlanVersion, after: PlanVersion): Different[] {
  const values = (one: PlanVersion) => ({
    title: one.title,
    summary: one.summary,
    phase: words.plans.phase[one.phase],
    status: words.plans.status[one.status],
  });
  const [old, now] = [values(before), values(after)];
  return (["title", "summary", "phase", "status"] as const)
    .filter((key) => old[key] !== now[key])
    .map((key) => ({ key, what: text.compare.plan[key], before: old[key], after: now[key] }));
}

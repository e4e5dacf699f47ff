/** A safety plan that is being written: its steps, and what is kept of it in this tab. Pure. */
import type { SafetyPlanContent, SafetyPlanLine, SafetyPlanVersion } from "../../client/types";

/** The six steps in their order. */
export const STEPS = [
  "warning_signs",
  "on_my_own",
  "distractions",
  "people",
  "professionals",
  "surroundings",
] as const;
export type Step = (typeof STEPS)[number];

/** Steps in which one calls somebody. */
export const CALLS: ReadonlySet<Step> = new Set<Step>(["distractions", "people", "professionals"]);

/** As the server takes it. */
export const MOST_LINES = 12;
export const LONGEST_LINE = 200;
export const LONGEST_PHONE = 40;
export const LONGEST_BARRIERS = 1_000;

const EMPTY: SafetyPlanLine = { words: "", phone: null };
/** After so many days it is read together again, where nobody says otherwise (a proposal). */
const REVIEW_DAYS = 28;

export interface Writing {
  /** The version it began from; 0 where there was none. */
  base: number;
  content: SafetyPlanContent;
  reviewOn: string | null;
}

/** What one begins to write from: what it says now, else nothing. */
export function begun(current: SafetyPlanVersion | null, today: Date): Writing {
  const review = new Date(today);
  review.setDate(review.getDate() + REVIEW_DAYS);
  const likely = review.toLocaleDateString("en-CA");
  const lines = Object.fromEntries(STEPS.map((step) => [step, []])) as unknown as Record<
    Step,
    SafetyPlanLine[]
  >;
  return {
    base: current?.version ?? 0,
    content: current?.content ?? { ...lines, likelihood: null, barriers: null },
    reviewOn: current?.review_on ?? likely,
  };
}

/** The lines of a step as they are written: there is always one to write in. */
export function linesOf({ content }: Writing, step: Step): readonly SafetyPlanLine[] {
  return content[step].length > 0 ? content[step] : [EMPTY];
}

export function withLines(writing: Writing, step: Step, lines: readonly SafetyPlanLine[]): Writing {
  return { ...writing, content: { ...writing.content, [step]: [...lines] } };
}

/** What is handed in: without empty lines; null where nothing is left. */
export function written({ content }: Writing): SafetyPlanContent | null {
  const steps = Object.fromEntries(
    STEPS.map((step) => [
      step,
      content[step]
        .map(({ words, phone }) => ({ words: words.trim(), phone: phone?.trim() || null }))
        .filter(({ words }) => words !== ""),
    ]),
  ) as unknown as Record<Step, SafetyPlanLine[]>;
  if (STEPS.every((step) => steps[step].length === 0)) return null;
  return { ...content, ...steps, barriers: content.barriers?.trim() || null };
}

export function draftName(planId: string): string {
  return `safety-plan.${planId}`;
}

/** What was kept; null where nothing was. */
export function restored(draft: string): Writing | null {
  return draft === "" ? null : (JSON.parse(draft) as Writing);
}

/** What happened beside the measures, as marks of their charts: versions of the plan, and when medicines began and ended. */
import type { AssessmentFinding } from "../../client/types";
import { words } from "../../i18n";
import { dateOf, knownDate } from "../../lib/dates";
import type { Mark } from "./plot";

const text = words.measures.legend;

/** When a plan was changed. */
export function marksOf(versions: readonly { version: number; at: string }[]): Mark[] {
  return versions
    .filter(({ version }) => version > 1)
    .map(({ version, at }) => ({ at: new Date(at).getTime(), label: `v${version}`, kind: "plan" }));
}

/** When medicines began and ended, as far as the day is known. Trials have no day: how long they lasted is all that is kept. */
export function medicinesOf(findings: readonly Pick<AssessmentFinding, "body">[], now: Date): Mark[] {
  return findings.flatMap(({ body }) => {
    if (body.kind !== "medication") return [];
    const mark = (day: string | null, words: (name: string, when: string) => string): Mark[] =>
      day === null
        ? []
        : [{ at: dateOf(day).getTime(), label: words(body.name, knownDate(day, now)), kind: "medicine" }];
    return [...mark(body.since, text.since), ...mark(body.until, text.until)];
  });
}

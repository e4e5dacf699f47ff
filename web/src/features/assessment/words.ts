/** Findings in words. */
import type { AssessmentFinding, FindingBody } from "../../client/types";
import { words } from "../../i18n";
import { knownDate } from "../../lib/dates";

const text = words.assessment;

export type FindingKind = FindingBody["kind"];
/** In the order in which they are read. */
export const KINDS: readonly FindingKind[] = [
  "condition",
  "trial",
  "medication",
  "flag",
  "barrier",
  "differential",
  "consent",
  "staging",
];

/** What a finding is called. */
export function nameOf(body: FindingBody): string {
  return body.kind === "staging" ? text.stage.basis : body.name;
}

/** What a finding says besides its name, its state and what was written to it, as short parts. */
export function partsOf(body: FindingBody): string[] {
  return said(body).filter((part) => part !== null);
}

/** What was written to it. */
export function writtenOf(body: FindingBody): string | null {
  return "words" in body ? body.words : null;
}

/** The state that stands beside its name. */
export function stateOf(body: FindingBody): string | null {
  switch (body.kind) {
    case "condition":
      return text.clinicalStatus[body.status];
    case "flag":
      return text.weight[body.weight];
    case "differential":
      return text.looked[body.status];
    case "consent":
      return text.consentStatus[body.status];
    default:
      return null;
  }
}

/** Whether it is there for what was, and not for what is. */
export function isOver(body: FindingBody): boolean {
  if (body.kind === "medication") return body.status === "stopped";
  return body.kind === "condition" && (body.status === "resolved" || body.status === "inactive");
}

function said(body: FindingBody): (string | null)[] {
  switch (body.kind) {
    case "condition":
      return [
        body.since && text.since(knownDate(body.since)),
        body.course === "unknown" ? null : text.course[body.course],
        body.code,
      ];
    case "trial":
      return [
        text.treatment[body.treatment],
        body.dose,
        body.days === null ? null : text.days(body.days),
        text.outcome[body.outcome],
        text.told(text.informant[body.informant]),
      ];
    case "staging":
      return [text.stage.episode(body.months, text.severity[body.severity])];
    case "medication":
      return [
        body.dose,
        body.purpose,
        body.status === "active" ? null : text.medicationStatus[body.status],
        body.since && text.since(knownDate(body.since)),
        body.until && text.until(knownDate(body.until)),
      ];
    case "consent":
      return [text.consentTo[body.to], text.on(knownDate(body.on)), body.paper && text.paper(body.paper)];
    case "flag":
    case "barrier":
    case "differential":
      return [];
  }
}

/** "not adequate: too short"; nothing of what is no trial. */
export function judgementWords({ judgement }: AssessmentFinding): string | null {
  if (!judgement) return null;
  const lacking = judgement.shortfalls.map((one) => text.shortfall[one]);
  return [text.adequacy[judgement.adequacy], lacking.join(", ")].filter(Boolean).join(": ");
}

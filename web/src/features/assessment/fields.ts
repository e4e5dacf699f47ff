/** Which fields a finding of each kind has in its form, and what a new one begins with. */
import type { FindingBody } from "../../client/types";
import { words } from "../../i18n";
import type { FindingKind } from "./words";

const text = words.assessment;

export type Value = string | number | boolean | null;
export type Values = Readonly<Record<string, Value>>;

export interface Field {
  name: keyof typeof text.fields;
  /** `choice`: one of `options`; `judged`: yes, no, or not known. */
  as: "line" | "words" | "number" | "day" | "choice" | "judged";
  options?: readonly { value: string; label: string }[];
  needed?: boolean;
  /** What it is called where its own name says too little. */
  label?: string;
  /** Of a day: it cannot be one that has not come. */
  past?: boolean;
}

function choice(name: Field["name"], labels: Readonly<Record<string, string>>, label?: string): Field {
  const options = Object.entries(labels).map(([value, said]) => ({ value, label: said }));
  return { name, as: "choice", options, ...(label ? { label } : {}) };
}

const NAME: Field = { name: "name", as: "line", needed: true };
const WORDS: Field = { name: "words", as: "words" };

export const FIELDS: Readonly<Record<FindingKind, readonly Field[]>> = {
  condition: [
    NAME,
    choice("status", text.clinicalStatus),
    { name: "since", as: "day" },
    choice("course", text.course),
    { name: "code", as: "line" },
    WORDS,
  ],
  trial: [
    NAME,
    choice("treatment", text.treatment),
    { name: "dose", as: "line" },
    { name: "dose_adequate", as: "judged" },
    { name: "days", as: "number" },
    choice("adherence", text.adherence),
    choice("current_episode", { true: text.yes, false: text.no }),
    choice("outcome", text.outcome),
    choice("informant", text.informant),
    WORDS,
  ],
  staging: [{ name: "months", as: "number", needed: true }, choice("severity", text.severity)],
  medication: [
    NAME,
    { name: "dose", as: "line" },
    { name: "purpose", as: "line" },
    choice("status", text.medicationStatus),
    { name: "since", as: "day" },
    { name: "until", as: "day" },
  ],
  flag: [
    NAME,
    choice("weight", text.weight),
    choice("staff_only", { false: text.everybody, true: text.teamOnly }),
    WORDS,
  ],
  barrier: [NAME, WORDS],
  differential: [NAME, choice("status", text.looked), WORDS],
  consent: [
    choice("to", text.consentTo),
    { ...NAME, label: text.fields.agreed },
    choice("status", text.consentStatus, text.fields.answer),
    { name: "on", as: "day", needed: true, past: true },
    { name: "paper", as: "line" },
    WORDS,
  ],
};

const BLANK: { readonly [K in FindingKind]: Extract<FindingBody, { kind: K }> } = {
  condition: {
    kind: "condition",
    name: "",
    code: null,
    status: "active",
    since: null,
    course: "unknown",
    words: null,
  },
  trial: {
    kind: "trial",
    name: "",
    treatment: "antidepressant",
    dose: null,
    dose_adequate: null,
    days: null,
    adherence: "unknown",
    current_episode: true,
    outcome: "unknown",
    informant: "patient",
    words: null,
  },
  staging: { kind: "staging", months: 0, severity: "moderate" },
  medication: {
    kind: "medication",
    name: "",
    dose: null,
    purpose: null,
    status: "active",
    since: null,
    until: null,
  },
  flag: { kind: "flag", name: "", weight: "caution", staff_only: false, words: null },
  barrier: { kind: "barrier", name: "", words: null },
  differential: { kind: "differential", name: "", status: "not-yet", words: null },
  consent: { kind: "consent", to: "treatment", name: "", status: "given", on: "", paper: null, words: null },
};

/** What a form of this kind begins with. */
export function blank(kind: FindingKind): FindingBody {
  return BLANK[kind];
}

/** Whether what has to be there is there. */
export function isWhole(kind: FindingKind, values: Values): boolean {
  return FIELDS[kind].every(({ name, needed }) => !needed || (values[name] ?? "") !== "");
}

/** Whether only the staff of the team reads it. */
export function isForStaff(kind: FindingKind, values: Values): boolean {
  return kind === "differential" || values.staff_only === true;
}

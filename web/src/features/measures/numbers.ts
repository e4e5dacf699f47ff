/** What is typed in as numbers: what can be wrong with it. */
import type { Instrument, MeasureItem } from "../../client/types";

type Answers = Readonly<Record<string, number>>;

/** What keeps a number from being an answer. */
export type Fault = "missing" | "range" | "not-below";

/** Whether it is typed in, rather than chosen. */
export function isTyped({ options, unit }: MeasureItem): boolean {
  return options.length === 0 && unit !== null;
}

/** From which number to which one can be typed in; what has no upper end goes up to three digits. */
export function limitsOf({ low, high }: MeasureItem): readonly [number, number] {
  return [low ?? 0, high ?? 999];
}

export function faultOf(item: MeasureItem, answers: Answers): Fault | null {
  const value = answers[item.id];
  if (value === undefined) return item.optional ? null : "missing";
  const [low, high] = limitsOf(item);
  if (value < low || value > high) return "range";
  const above = item.below === null ? undefined : answers[item.below];
  return above !== undefined && value >= above ? "not-below" : null;
}

/** Whether these can be sent; what asks for help goes without the numbers too. */
export function canSend({ items }: Instrument, answers: Answers, asksForHelp: boolean): boolean {
  const faults = items.filter(isTyped).map((item) => faultOf(item, answers));
  return faults.every((fault) => fault === null || (fault === "missing" && asksForHelp));
}

/** What was typed as a whole number; nothing of an empty field. */
export function typedNumber(typed: string): number | undefined {
  const digits = typed.replace(/\D/g, "").slice(0, 3);
  return digits === "" ? undefined : Number(digits);
}

/** The answers with this one, or without it. */
export function answersWith(answers: Answers, id: string, value: number | undefined): Answers {
  const others = Object.entries(answers).filter(([known]) => known !== id);
  return Object.fromEntries(value === undefined ? others : [...others, [id, value]]);
}

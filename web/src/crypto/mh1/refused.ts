/** The one way the protocol says no: input that is not exactly what the specification demands is refused, by rule. */

/** Which part of the specification was broken; the app names the owner of the failure by it. */
export type Rule =
  | "encoding"
  | "signature"
  | "box"
  | "slot"
  | "chain"
  | "directory"
  | "log"
  | "grant"
  | "history"
  | "escrow"
  | "message"
  | "own"
  | "digest"
  | "file"
  | "transparency";

/** Input that the protocol does not accept. The message is for logs and reviewers, and holds no content. */
export class Refused extends Error {
  override readonly name = "Refused";

  constructor(
    readonly rule: Rule,
    message: string,
  ) {
    super(message);
  }
}

/** Refuses unless the condition holds. */
export function demand(condition: boolean, rule: Rule, message: string): asserts condition {
  if (!condition) throw new Refused(rule, message);
}

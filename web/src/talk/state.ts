/** Where a conversation stands for whoever reads it: every failure is a state with an owner, none is silent. */
import type { Refused } from "../crypto/mh1/refused";
import type { Alert } from "./transport";

export type State =
  | { readonly is: "reading" }
  | { readonly is: "ready" }
  /** Access opens when one of these is next online; ids of people. */
  | { readonly is: "waiting"; readonly for: readonly string[] }
  /** What the server hands out is not what the members wrote: nothing is sent, and the privacy officer knows. */
  | { readonly is: "alert"; readonly what: Alert; readonly since: number };

/** Thrown where a message cannot go out yet, and nothing is wrong. */
export class Waiting extends Error {
  override readonly name = "Waiting";

  constructor(readonly people: readonly string[]) {
    super("access opens when somebody who has it is next online");
  }
}

/** Thrown where nothing is sent, because of what the server handed out. */
export class Alarmed extends Error {
  override readonly name = "Alarmed";

  constructor(readonly what: Alert) {
    super("an integrity alert: nothing is sent");
  }
}

/** Thrown where one's own keys have changed on another device: they are to be read anew here first. */
export class Outdated extends Error {
  override readonly name = "Outdated";
}

/** Thrown where others came in between again and again; another try may do it. */
export class Busy extends Error {
  override readonly name = "Busy";
}

/** Thrown where the server takes a message or an entry for wrong. */
export class NotTaken extends Error {
  override readonly name = "NotTaken";
}

const ALERTS: Record<Refused["rule"], Alert> = {
  encoding: "log",
  signature: "log",
  transparency: "log",
  box: "grant",
  slot: "grant",
  file: "message",
  chain: "chain",
  directory: "directory",
  log: "log",
  own: "chain",
  grant: "grant",
  history: "history",
  escrow: "escrow",
  message: "message",
  digest: "digest",
};

/** The alert that a refusal is; `at` says what was looked at, for rules that everything has. */
export function alertOf(refused: Refused, at: Alert = "log"): Alert {
  const found = ALERTS[refused.rule];
  return found === "log" ? at : found;
}

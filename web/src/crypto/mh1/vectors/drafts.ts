/** Vectors while they are made: their byte strings are still bytes. */

export interface Draft {
  readonly kind: string;
  readonly name: string;
  readonly ok: boolean;
  readonly [field: string]: unknown;
}

/** What ought to be refused: another vector with a few changes. */
export function refused(of: Draft, what: string, ...patch: unknown[]): Draft {
  return { kind: of.kind, name: `${of.name}: ${what}`, ok: false, of: of.name, patch };
}

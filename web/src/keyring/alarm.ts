/** What must never be, with an owner: the client of whoever sees it tells the privacy officer. */
import { Refused } from "../crypto/mh1/refused";

/** Which promise was broken. */
export type Broken = "chain" | "rolled-back" | "directory" | "pins" | "person";

/** Something that was served is not what it must be. Nothing is used then. */
export class Alarm extends Error {
  override readonly name = "Alarm";

  constructor(
    readonly broken: Broken,
    options?: ErrorOptions,
    /** In whose keys, where they are not one's own. */
    readonly personId: string | null = null,
  ) {
    super(broken, options);
  }
}

/** Raises the alarm unless the condition holds. */
export function hold(condition: boolean, broken: Broken): asserts condition {
  if (!condition) throw new Alarm(broken);
}

/** What the protocol refuses is an alarm. */
export async function orAlarm<T>(broken: Broken, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof Refused ? new Alarm(broken, { cause: error }) : error;
  }
}

/** The same, and in whose keys it was found. */
export async function inKeysOf<T>(personId: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const theirs = error instanceof Alarm && error.broken === "person";
    throw theirs ? new Alarm(error.broken, { cause: error.cause }, personId) : error;
  }
}

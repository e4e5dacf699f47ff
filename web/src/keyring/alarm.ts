/** What must never be, with an owner: the privacy officer hears of it from whoever sees it. */
import { Refused } from "../crypto/mh1/refused";

/** Which promise was broken. */
export type Broken = "chain" | "rolled-back" | "directory" | "pins" | "person";

/** Something that was served is not what it must be. Nothing is used then. */
export class Alarm extends Error {
  override readonly name = "Alarm";

  constructor(
    readonly broken: Broken,
    options?: ErrorOptions,
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

/** What is open between signed logs and teams, as far as a coordinator signs it. */
import type { Unconfirmed } from "../../client/types";

/** What a coordinator signs of somebody: that they are let in, or that their key ends. */
export function isToSign({ step }: Unconfirmed): boolean {
  return step === "admit" || endsKey(step);
}

export function endsKey(step: Unconfirmed["step"]): boolean {
  return step === "take-off" || step === "keys-closed";
}

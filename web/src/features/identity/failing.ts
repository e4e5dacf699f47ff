/** What to tell about a second step that did not succeed. */
import { words } from "../../i18n";
import { Problem } from "../../lib/problem";
import { failureWords } from "../../ui/failure-words";
import { NoPasskey, PasskeyHere } from "./passkeys";

export function factorWords(error: unknown): string {
  if (error instanceof NoPasskey) return words.factors.noPasskey;
  if (error instanceof PasskeyHere) return words.factors.passkeyHere;
  if (error instanceof Problem && error.status === 429) return words.factors.locked;
  return failureWords(error);
}

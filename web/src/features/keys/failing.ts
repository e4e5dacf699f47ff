/** What to tell about something with keys that did not succeed. */
import { words } from "../../i18n";
import { keyWords } from "../../i18n/keys";
import { Alarm } from "../../keyring/alarm";
import { Moved } from "../../keyring/keyring";
import { OpensNothing } from "../../keyring/opens-nothing";
import { isSlip } from "../../keyring/own";
import { NoneChosen } from "../../keyring/passkey";
import { failureWords } from "../../ui/failure-words";
import { KeepsNothing, PasskeyCannot, PasskeyHas, PasskeyUnsteady } from "./holders";

const text = keyWords;

export function whatWentWrong(error: unknown, opensNothing = text.kitOther): string {
  if (error instanceof OpensNothing) return opensNothing;
  if (error instanceof NoneChosen) return words.factors.noPasskey;
  if (error instanceof PasskeyCannot) return text.passkeyCannot;
  if (error instanceof PasskeyUnsteady) return text.passkeyUnsteady;
  if (error instanceof PasskeyHas) return text.passkeyHas;
  if (error instanceof KeepsNothing) return text.notKeptHere;
  if (error instanceof Moved) return text.moved;
  if (error instanceof Alarm) return text.alertWhat[error.broken];
  if (isSlip(error)) return text.kitSlip;
  return failureWords(error);
}

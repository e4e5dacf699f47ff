/** What a coordinator's client does about a conversation it does not read: signs who belongs there, and who no longer does. */
import { type Bytes, hex } from "../crypto/mh1/bytes";
import type { Signer } from "../crypto/mh1/ed25519";
import type { Written } from "../crypto/mh1/writing";
import { uidOf } from "../keyring/ids";
import { assignmentOf, isMeant, type Meant } from "./assigning";
import type { Reading } from "./reading";
import { nextStep, scribe } from "./reconcile";
import { Busy, NotTaken } from "./state";
import { MOST_TRIES, type Talk } from "./talk";
import type { Row } from "./transport";

/** Other people would be let in than those who were meant: the list is to be read anew. */
export class OthersToo extends Error {
  override readonly name = "OthersToo";
}

/** Lets a member's client add somebody, once the server has it; null where nobody vouches for their keys. */
export function assignment<R extends Row>(talk: Talk<R>, office: Signer, who: Meant): Promise<Bytes | null> {
  return talk.asOfNow((at) => assignmentOf(at, office, who));
}

/** Begins the log for exactly these people, where nobody has by now; throws OthersToo. */
export function begin<R extends Row>(talk: Talk<R>, people: readonly Meant[]): Promise<void> {
  return settled(talk, async (at) => {
    if (at.log.hashes.length > 0) return null;
    if (!(await isMeant(at, people))) throw new OthersToo();
    const step = await nextStep(at, new Set());
    if (step === null) throw new NotTaken("the beginning");
    return step.write();
  });
}

/** Takes somebody off the log: whoever sends next leaves the epoch behind. */
export function takeOff<R extends Row>(talk: Talk<R>, personId: string, reason = 0): Promise<void> {
  const uid = uidOf(personId);
  return settled(talk, async (at) =>
    at.log.members.has(hex(uid)) ? scribe(at).remove(uid, reason, at.now()) : null,
  );
}

/** Appends what `next` says, read again as often as others come in between, until it has nothing more to say. */
async function settled<R extends Row>(
  talk: Talk<R>,
  next: (at: Reading<R>) => Promise<Written | null>,
): Promise<void> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const is = await talk.asOfNow(async (at, append) => {
      const written = await next(at);
      return written && append(written);
    });
    if (is === null || is === "taken") return;
    if (is === "refused") throw new NotTaken("an entry of the log");
  }
  throw new Busy();
}

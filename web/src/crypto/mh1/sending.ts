/** Sends: never under a stale epoch; whoever sends rotates first, so a removal waits for nobody (3.5, check 9). */
import type { Bytes } from "./bytes";
import type { Content } from "./content";
import type { Messages } from "./conversation";
import type { Signer } from "./ed25519";
import { sealEnvelope } from "./envelope";
import type { World } from "./logstate";
import type { Random, Secret } from "./primitives";
import { demand } from "./refused";
import { type Beginning, Scribe, type Writer, type Written } from "./writing";

/** What a message has beside its content. */
export interface Dispatch {
  readonly sender: Bytes;
  readonly signer: Signer;
  /** The message key of the current epoch. */
  readonly m: Secret;
  readonly content: Content;
  readonly now: number;
  readonly plan: Bytes | null;
  /** The message's id where it was chosen before, so that all tries have the same; a new one otherwise. */
  readonly mid?: Bytes;
}

/** Whether a sender must rotate first. */
export function mustRotate(world: World, messages: Messages, now: number): boolean {
  const { log } = messages;
  return log.stale(world, now, messages.indices(log.epoch).length);
}

/** The rotation that goes before the next message: closes the stale epoch with the digest of what was sent in it. */
export function rotateFirst(
  world: World,
  messages: Messages,
  writer: Writer,
  older: Bytes | null,
  now: number,
  random: Random,
): Promise<Written> {
  return new Scribe(world, messages.log, writer, random).rotate(beginningOf(messages, older, now));
}

/** What the next epoch is begun with. */
export function beginningOf(messages: Messages, older: Bytes | null, now: number): Beginning {
  return { ts: now, closing: messages.digest(messages.log.epoch), older };
}

/** The next message of a key; refuses where the epoch is stale. */
export async function compose(
  world: World,
  messages: Messages,
  dispatch: Dispatch,
  random: Random,
): Promise<Bytes> {
  const { sender, signer, m, content, now, plan } = dispatch;
  const { log } = messages;
  demand(!mustRotate(world, messages, now), "message", "the epoch is stale: rotate first");
  const place = { cid: log.cid, epoch: log.epoch, mid: dispatch.mid ?? random(16), entry: log.head };
  return sealEnvelope(
    signer,
    m,
    { ...place, ...messages.next(signer.kid), sender, time: now, plan },
    content,
    random,
  );
}

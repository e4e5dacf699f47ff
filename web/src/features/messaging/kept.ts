/** What one wants to send later, sealed to oneself: CBOR {0: 1, 1: text, 2: what it is about, 3: what it answers}. */
import { encode } from "../../crypto/mh1/encoding";
import { decodeMap } from "../../crypto/mh1/fields";
import { Refused } from "../../crypto/mh1/refused";
import { openOwn, sealOwn } from "../../keyring/keyring";

export interface Kept {
  readonly words: string;
  readonly about: readonly string[];
  readonly replyTo: string | null;
}

export interface SealedDraft {
  id: string;
  sealed: string;
}

const FORM = 1;

/** Sealed under an id of its own, so that no draft stands for another. */
export async function sealDraft({ words, about, replyTo }: Kept): Promise<SealedDraft> {
  const id = crypto.randomUUID();
  const content = new Map<number, number | string | string[]>([
    [0, FORM],
    [1, words],
    [2, [...about]],
  ]);
  if (replyTo !== null) content.set(3, replyTo);
  return { id, sealed: await sealOwn("draft", id, 1, encode(content)) };
}

export async function openDraft({ id, sealed }: SealedDraft): Promise<Kept> {
  const content = decodeMap(await openOwn("draft", id, 1, sealed), [0, 1, 2], "own", [3]).is(0, FORM);
  const about = content.each(2, (item) => {
    if (typeof item !== "string") throw new Refused("own", "key 2 is no list of texts");
    return item;
  });
  return { words: content.text(1), about, replyTo: content.has(3) ? content.text(3) : null };
}

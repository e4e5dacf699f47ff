/**
 * What is being written in an exercise, until it is an entry: kept in this browser, also when the page is closed, and
 * sealed there: an id, then CBOR {0: 2, 1: the words of each step}. Form 1 is what one wants to send later.
 */
import { encode } from "../../crypto/mh1/encoding";
import { decodeMap } from "../../crypto/mh1/fields";
import { Refused } from "../../crypto/mh1/refused";
import { openOwn, sealOwn } from "../../keyring/keyring";
import { sealedDrafts } from "../../keyring/sealed-drafts";
import { SEALED } from "../../lib/drafts";

const FORM = 2;
const nameOf = (planId: string, piece: string) => `${SEALED}exercise.${planId}.${piece}`;

const drafts = sealedDrafts<readonly string[]>(
  async (words) => {
    const id = crypto.randomUUID();
    const content = new Map<number, number | string[]>([
      [0, FORM],
      [1, [...words]],
    ]);
    return `${id} ${await sealOwn("draft", id, 1, encode(content))}`;
  },
  async (kept) => {
    const [id = "", sealed = ""] = kept.split(" ");
    const content = decodeMap(await openOwn("draft", id, 1, sealed), [0, 1], "own").is(0, FORM);
    return content.each(1, (item) => {
      if (typeof item !== "string") throw new Refused("own", "key 1 is no list of texts");
      return item;
    });
  },
);

/** Keeps the words of each step; where nothing was written it is forgotten. */
export function keepWords(planId: string, piece: string, words: readonly string[]): Promise<void> {
  return drafts.keep(nameOf(planId, piece), words.every((said) => said.trim() === "") ? null : words);
}

/** What was written at each step; null where nothing was. */
export function readWords(planId: string, piece: string): Promise<readonly string[] | null> {
  return drafts.read(nameOf(planId, piece));
}

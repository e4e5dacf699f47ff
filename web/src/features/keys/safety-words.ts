/** Twelve words that two people read to each other: the same on both sides only if both see the same. */
import { entropyToMnemonic } from "@scure/bip39";
import { wordlist } from "@scure/bip39/wordlists/english.js";
import { type Bytes, compare } from "../../crypto/mh1/bytes";
import { encode } from "../../crypto/mh1/encoding";
import { hash } from "../../crypto/mh1/primitives";

const WORDS_BYTES = 16;
const SUGGESTED = 5;

/** A passphrase of words drawn by chance: 55 bits, easy to remember. */
export function suggestion(): string {
  const drawn = crypto.getRandomValues(new Uint16Array(SUGGESTED));
  return Array.from(drawn, (number) => wordlist[number % wordlist.length]).join(" ");
}

/** Of two hashes, whichever comes first: the geneses of two people, or one and the clinic's roots. */
export function safetyWords(one: Bytes, other: Bytes): readonly string[] {
  const both = [one, other].sort(compare);
  return entropyToMnemonic(hash(encode(["mh1/words", ...both])).slice(0, WORDS_BYTES), wordlist).split(" ");
}

/** Twelve words that two people read to each other: the same on both sides only if both see the same keys. */
import { entropyToMnemonic } from "@scure/bip39";
import { wordlist } from "@scure/bip39/wordlists/english.js";
import { type Bytes, compare } from "../../crypto/mh1/bytes";
import { encode } from "../../crypto/mh1/encoding";
import { hash } from "../../crypto/mh1/primitives";

const WORDS_BYTES = 16;

/** From the hashes of both geneses, whichever comes first. */
export function safetyWords(mine: Bytes, theirs: Bytes): readonly string[] {
  const both = [mine, theirs].sort(compare);
  return entropyToMnemonic(hash(encode(["mh1/words", ...both])).slice(0, WORDS_BYTES), wordlist).split(" ");
}

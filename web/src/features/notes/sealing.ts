/** A note's text, sealed to its author: CBOR {0: 1, 1: text} under the note's id and version. */
import { encode } from "../../crypto/mh1/encoding";
import { decodeMap } from "../../crypto/mh1/fields";
import { openOwn, sealOwn } from "../../keyring/keyring";

/** The most characters of a note; sealed they fit into what the server takes, whatever the script. */
export const LONGEST = 20_000;
const FORM = 1;

/** Seals what a version of a note says. */
export function sealText(id: string, version: number, text: string): Promise<string> {
  const content = new Map<number, string | number>([
    [0, FORM],
    [1, text],
  ]);
  return sealOwn("note", id, version, encode(content));
}

/** What a version of a note says. */
export async function openText(id: string, version: number, sealed: string): Promise<string> {
  const content = decodeMap(await openOwn("note", id, version, sealed), [0, 1], "own");
  return content.is(0, FORM).text(1);
}

/** A private entry, sealed to its author: CBOR {0: 1, 1: day, 2: at, 3: mood, 4: activities, 5: sleep, 6: note}. */
import type { Activity, Mood } from "../../client/types";
import { type CborMap, encode } from "../../crypto/mh1/encoding";
import { decodeMap } from "../../crypto/mh1/fields";
import { openOwn, sealOwn } from "../../keyring/keyring";
import { ACTIVITIES, MOODS, type Said } from "./entry";

const FORM = 1;

type Sealed = Said & { at: string };

/** Seals what a version of an entry says. */
export function sealEntry(id: string, version: number, said: Sealed): Promise<string> {
  const { day, at, mood, activities, sleep, note } = said;
  const content: CborMap = new Map<number, string | number | null | string[]>([
    [0, FORM],
    [1, day],
    [2, at],
    [3, mood],
    [4, [...activities]],
    [5, sleep],
    [6, note],
  ]);
  return sealOwn("diary", id, version, encode(content));
}

/** What a version of an entry says. */
export async function openEntry(id: string, version: number, sealed: string): Promise<Sealed> {
  const content = decodeMap(await openOwn("diary", id, version, sealed), [0, 1, 2, 3, 4, 5, 6], "own");
  content.is(0, FORM);
  return {
    day: content.text(1),
    at: content.text(2),
    mood: oneOf<Mood>(MOODS, content.text(3)),
    activities: content.list(4).map((word) => oneOf<Activity>(ACTIVITIES, word)),
    sleep: content.value(5) === null ? null : content.uint(5),
    note: content.value(6) === null ? null : content.text(6),
  };
}

function oneOf<T extends string>(known: readonly T[], word: unknown): T {
  const found = known.find((one) => one === word);
  if (found === undefined) throw new RangeError("another form of entry");
  return found;
}

/** What the keyring asks of the server and tells it. */
import { api, keyed } from "../client/api";
import type { KeyDirectory, OwnKeys, PersonKeys } from "../client/types";
import type { Bytes } from "../crypto/mh1/bytes";
import { base64url } from "../lib/base64url";
import { Problem } from "../lib/problem";
import type { Alarm } from "./alarm";

type Answer<T> = { data?: T | undefined; response: Response };

function contentOf<T>({ data, response }: Answer<T>): T {
  if (data === undefined) throw new Problem(response.status, { title: "empty answer" });
  return data;
}

export async function fetchMine(): Promise<OwnKeys> {
  return contentOf(await api.GET("/api/keys/mine"));
}

export async function fetchDirectory(): Promise<KeyDirectory> {
  return contentOf(await api.GET("/api/keys/directory"));
}

export async function fetchPerson(personId: string): Promise<PersonKeys> {
  return contentOf(
    await api.GET("/api/keys/people/{person_id}", { params: { path: { person_id: personId } } }),
  );
}

/** The same key for every try. */
export function tellAlert({ broken, personId }: Alarm, key: string) {
  const body = { what: broken, about_id: personId };
  return api.POST("/api/alerts", { params: { header: keyed(key) }, body });
}

export interface SealedPins {
  readonly version: number;
  readonly sealed: Bytes;
}

/** Entries that belong together, with the boxes they name. */
export interface Entries {
  readonly seq: number;
  readonly entries: readonly Bytes[];
  readonly boxes: readonly Bytes[];
  readonly pins: SealedPins;
}

const pinsOf = ({ version, sealed }: SealedPins) => ({ version, sealed: base64url(sealed) });

/** `key` is the same for every try of the same entries. */
export async function postEntries({ seq, entries, boxes, pins }: Entries, key: string): Promise<void> {
  const body = { seq, entries: entries.map(base64url), boxes: boxes.map(base64url), pins: pinsOf(pins) };
  await api.POST("/api/keys/mine/entries", { params: { header: keyed(key) }, body });
}

/** New keys that wait until both offices have closed the old ones. */
export async function postSuccessor(entry: Bytes, boxes: readonly Bytes[], pins: SealedPins): Promise<void> {
  const header = keyed(crypto.randomUUID());
  const body = { entry: base64url(entry), boxes: boxes.map(base64url), pins: pinsOf(pins) };
  await api.POST("/api/keys/successor", { params: { header }, body });
}

export async function endSuccessor(): Promise<void> {
  await api.POST("/api/keys/successor/end", { params: { header: keyed(crypto.randomUUID()) } });
}

export async function postPins(pins: SealedPins): Promise<void> {
  const header = keyed(crypto.randomUUID());
  await api.POST("/api/keys/mine/pins", { params: { header }, body: pinsOf(pins) });
}

/** A conversation under attack, and what every attack comes to; for tests. */

import { expect } from "vitest";
import { type Bytes, equal } from "../../crypto/mh1/bytes";
import { makeEntry, parseEntry } from "../../crypto/mh1/entries";
import type { Log } from "../../crypto/mh1/log";
import { systemRandom as random } from "../../crypto/mh1/primitives";
import { beginningOf } from "../../crypto/mh1/sending";
import type { Person } from "../../crypto/mh1/vectors/world";
import { Scribe, type Written, writerOf } from "../../crypto/mh1/writing";
import { SessionMemory } from "../memory";
import { Alarmed } from "../state";
import type { Alert, PersonAnswer, Row, Transport } from "../transport";
import { newId, Scene, say, text } from "./scene";

/** A conversation of a clinician and a patient with three messages, and the patient's next client on another way. */
export async function attacked(change: (way: Transport, scene: Scene) => Partial<Transport> = () => ({})) {
  const { scene, people } = await Scene.open("clinician", "patient");
  const [clinician, patient] = people;
  if (!clinician || !patient) throw new RangeError("nobody");
  const talk = await scene.client(clinician);
  await talk.reconcile();
  for (const words of ["one", "two", "three"]) await say(talk, words);
  const honest = scene.server.wayOf(patient);
  const victim = async (memory = new SessionMemory()) => {
    const way = { ...honest, ...change(honest, scene) };
    const theirs = await scene.client(patient, { memory, way });
    await theirs.sync();
    await theirs.complete();
    return theirs;
  };
  return { scene, clinician, patient, talk, victim };
}

export type Attacked = Awaited<ReturnType<typeof attacked>>;
export type Client = Awaited<ReturnType<Attacked["victim"]>>;

/** Nothing is written any more, and the privacy officer knows why. */
export async function stopped(theirs: Client, scene: Scene, what: Alert): Promise<void> {
  expect(theirs.read().state).toMatchObject({ is: "alert", what });
  expect(scene.server.alarms.map((alarm) => alarm.what)).toContain(what);
  await expect(theirs.send(text("into the dark"), newId())).rejects.toThrow(Alarmed);
}

/** Something is wrong with single messages: the privacy officer knows, and the rest goes on. */
export async function noticed(theirs: Client, scene: Scene, ...what: Alert[]): Promise<void> {
  expect([...theirs.read().alerts].sort()).toEqual([...what].sort());
  for (const one of what) expect(scene.server.alarms.map((alarm) => alarm.what)).toContain(one);
  expect(theirs.read().state.is).toBe("ready");
}

/** From now on the server tells something else of a person's keys. */
export function lying(scene: Scene, person: Person, lie: (told: PersonAnswer) => PersonAnswer): void {
  const readPerson = scene.server.readPerson.bind(scene.server);
  scene.server.readPerson = async (uid) => {
    const told = await readPerson(uid);
    return told && equal(uid, person.uid) ? lie(told) : told;
  };
}

/** Puts an entry into the log without a look. */
export function written(scene: Scene, { entry, boxes }: Omit<Written, "secret">): void {
  scene.server.entries.push(entry);
  for (const box of boxes) scene.server.keep(box);
}

/** What a member writes into the log, with the server's help. */
export function scribeOf(scene: Scene, { chain, signer }: Person, log: Log = scene.server.log): Scribe {
  return new Scribe(scene.server.world, log, writerOf(chain, signer), random);
}

export const headOf = (entries: readonly Bytes[]) => parseEntry(entries.at(-1) ?? new Uint8Array()).hash;

export const answer =
  (change: (log: Awaited<ReturnType<Transport["readLog"]>>) => object) => (way: Transport) => ({
    readLog: async (after: number) => {
      const log = await way.readLog(after);
      return { ...log, ...change(log) };
    },
  });

export const rowsOf = (change: (rows: readonly Row[]) => readonly Row[]) => (way: Transport) => ({
  readMessages: async (before: number | null) => {
    const page = await way.readMessages(before);
    return { ...page, items: change(page.items) };
  },
});

/** A rotation by the clinician in which something is wrong: what a member with changed software may write. */
export async function crooked(
  { scene, clinician }: Attacked,
  change: (body: Map<number, unknown>) => void,
): Promise<void> {
  const { messages } = scene.server;
  const { entry, boxes } = await scribeOf(scene, clinician).rotate(beginningOf(messages, null, scene.now));
  const parsed = parseEntry(entry);
  const body = new Map(parsed.body as Map<number, unknown>);
  change(body);
  const changed = await makeEntry(clinician.signer, { ...parsed, body: body as typeof parsed.body });
  written(scene, { entry: changed, boxes });
}

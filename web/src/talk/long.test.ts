// @vitest-environment node
/** Long conversations, and several at once: what a client reads before it may send, and what conversations share. */
import { expect, test, vi } from "vitest";
import { publicKey } from "../crypto/mh1/curve";
import { parseEntry, ROTATE } from "../crypto/mh1/entries";
import { SessionMemory } from "./memory";
import { People } from "./people";
import { newId, Scene, say, text, textsOf } from "./testing/scene";

vi.setConfig({ testTimeout: 120_000 });

async function longConversation() {
  const { scene, people } = await Scene.open("clinician", "patient");
  const [clinician, patient] = people;
  if (!clinician || !patient) throw new RangeError("nobody");
  const talk = await scene.client(clinician);
  await talk.reconcile();
  await say(talk, "the first");
  const memory = new SessionMemory();
  await say(await scene.client(patient, { memory }), "an answer");
  const more = async (count: number) => {
    for (let n = 0; n < count; n++) await talk.send(text(`${n}`), newId());
  };
  return { scene, patient, memory, more };
}

test("who comes back sends at once, however long the conversation has become", async () => {
  const { scene, patient, memory, more } = await longConversation();
  const asked: number[] = [];
  for (const count of [4, 20]) {
    await more(count);
    const before = scene.server.requests;
    await (await scene.client(patient, { memory })).send(text("back"), newId());
    asked.push(scene.server.requests - before);
  }
  expect(asked[0]).toBe(asked[1]);
  const later = await scene.client(patient, { memory });
  await later.sync();
  await later.complete();
  expect(textsOf(later)).toHaveLength(28);
  expect(later.read()).toMatchObject({ complete: true, alerts: new Set() });
});

test("a device that remembers nothing reads back to the last message of its key, and counts on from it", async () => {
  const { scene, patient, more } = await longConversation();
  await more(12);
  await (await scene.client(patient)).send(text("from a wiped browser"), newId());
  const theirs = await scene.client(patient);
  await theirs.sync();
  await theirs.complete();
  expect(theirs.read().alerts).toEqual(new Set());
  expect(textsOf(theirs).at(-1)).toBe("from a wiped browser");
});

test("who must begin a new epoch reads and seals all of the one before", async () => {
  const { scene, patient, memory, more } = await longConversation();
  await more(12);
  await scene.rotateKeys(patient);
  await (await scene.client(patient, { memory })).send(text("under new keys"), newId());
  expect(parseEntry(scene.server.entries.at(-1) ?? new Uint8Array()).type).toBe(ROTATE);
  const theirs = await scene.client(patient, { memory });
  await theirs.sync();
  await theirs.complete();
  expect(theirs.read()).toMatchObject({ complete: true, alerts: new Set() });
});

test("who sends while older messages are read does not wait for all of them", async () => {
  const { scene, patient, memory, more } = await longConversation();
  await more(20);
  const theirs = await scene.client(patient, { memory });
  await theirs.sync();
  const reading = theirs.complete();
  await theirs.send(text("meanwhile"), newId());
  expect(theirs.read().complete).toBe(false);
  await reading;
  expect(theirs.read()).toMatchObject({ complete: true, alerts: new Set() });
});

test("conversations that read at once share what they learn of offices", async () => {
  const { scene } = await longConversation();
  const { clinic, server } = scene;
  const anchor = { org: clinic.org, roots: clinic.roots.map(publicKey) };
  const shared = new People(server, new SessionMemory(), anchor);
  await shared.readDirectory();
  await clinic.enter(scene.now, { roster: await clinic.roster(2, 3) });
  let first = true;
  server.readDirectory = async (after) => {
    const entries = clinic.entries.slice(after + 1);
    if (first) {
      first = false;
      await new Promise((resume) => setTimeout(resume, 20));
    }
    return entries;
  };
  await Promise.all([shared.readDirectory(), shared.readDirectory()]);
  expect(shared.directory.snapshots).toHaveLength(clinic.entries.length);
});

// @vitest-environment node
import { expect, test, vi } from "vitest";
import { idOf } from "../keyring/ids";
import { SessionMemory } from "./memory";
import { Scene, say, textsOf } from "./testing/scene";
import { Together, type TogetherAnswer } from "./together";
import type { LogAnswer } from "./transport";

vi.setConfig({ testTimeout: 120_000 });

const LOG: LogAnswer = {
  ...{ entries: [], head: new Uint8Array(32), boxes: [], now: 0 },
  ...{ members: [], assignments: [] },
};
const answering = (ids: readonly string[]): TogetherAnswer => ({
  items: ids.map((id) => ({ id, log: LOG, page: { items: [], hasMore: false } })),
  people: new Map(),
});

async function read(together: Together, ids: readonly string[]) {
  for (const id of ids) together.want(id);
  return Promise.all(ids.map((id) => together.log(id, -1)));
}

test("conversations that come into view together are one request, and a conversation on screen is none of them", async () => {
  const ask = vi.fn(async (ids: readonly string[]) => answering(ids));
  const together = new Together(ask);
  expect(await read(together, ["a", "b", "c"])).toEqual([LOG, LOG, LOG]);
  expect(await together.log("d", -1)).toBeNull();
  expect(ask.mock.calls).toEqual([[["a", "b", "c"]]]);
  expect(together.page("a")).toEqual({ items: [], hasMore: false });
  expect(together.page("a")).toBeNull();
});

test("what does not fit into one answer comes with the next, and what fits into none is asked for by itself", async () => {
  const ask = vi.fn(async (ids: readonly string[]) =>
    answering(ids.filter((id) => id !== "big").slice(0, 2)),
  );
  const found = await read(new Together(ask), ["a", "big", "b", "c"]);
  expect(found).toEqual([LOG, null, LOG, LOG]);
  expect(ask.mock.calls.map(([ids]) => ids)).toEqual([["a", "big", "b", "c"], ["big", "c"], ["big"]]);
});

test("keys that came ahead and are older than what was seen here are asked for anew, and nobody is told", async () => {
  const { scene, people } = await Scene.open("clinician", "patient");
  const [clinician, patient] = people;
  if (!clinician || !patient) throw new RangeError("nobody");
  const talk = await scene.client(clinician);
  await talk.reconcile();
  const old = structuredClone(await scene.server.readPerson(patient.uid));
  await scene.rotateKeys(patient);
  const memory = new SessionMemory();
  await (await scene.client(clinician, { memory })).refresh();
  await say(talk, "to your new keys");
  const asked: string[] = [];
  const way = scene.server.wayOf(clinician);
  const again = await scene.client(clinician, {
    memory,
    way: {
      ...way,
      personAhead: (uid) => (idOf(uid) === idOf(patient.uid) ? old : null),
      readPerson: (uid) => {
        asked.push(idOf(uid));
        return way.readPerson(uid);
      },
    },
  });
  await again.sync();
  expect(asked).toContain(idOf(patient.uid));
  expect([textsOf(again), scene.server.alarms]).toEqual([["to your new keys"], []]);
});

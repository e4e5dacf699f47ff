// @vitest-environment node
/** A server that lies about who reads, and members who help it: every case of the table in tests/client/test_attacks.py. */
import { expect, test, vi } from "vitest";
import type { Bytes } from "../crypto/mh1/bytes";
import { makeSign1 } from "../crypto/mh1/cose";
import { encode } from "../crypto/mh1/encoding";
import { FULL, parseEntry, parseKeyBody } from "../crypto/mh1/entries";
import { Log } from "../crypto/mh1/log";
import { systemRandom as random } from "../crypto/mh1/primitives";
import { beginningOf } from "../crypto/mh1/sending";
import { Person } from "../crypto/mh1/vectors/world";
import { idOf } from "../keyring/ids";
import { SessionMemory } from "./memory";
import {
  type Attacked,
  answer,
  attacked,
  crooked,
  headOf,
  noticed,
  scribeOf,
  stopped,
  written,
} from "./testing/attacked";
import { newId, text, textsOf } from "./testing/scene";

vi.setConfig({ testTimeout: 120_000 });

/** What the next epoch would be begun with. */
const next = ({ scene }: Attacked) => beginningOf(scene.server.messages, null, scene.now);

const flipped = (data: Bytes, at: number) => data.map((byte, i) => (i === at ? byte ^ 1 : byte));

test("a ghost that the server adds itself", async () => {
  const at = await attacked();
  const ghost = await Person.enrol(random, "clinician");
  at.scene.server.register(ghost);
  const admission = await at.scene.clinic.admission(ghost, FULL);
  const assignment = await at.scene.clinic.assign(at.scene.server.cid, ghost, FULL);
  written(at.scene, await scribeOf(at.scene, ghost).add(admission, assignment, next(at)));
  const theirs = await at.victim();
  expect(theirs.read().readers).not.toContain(idOf(ghost.uid));
  await stopped(theirs, at.scene, "log");
});

/** An assignment that a clinician signed, who is no coordinator. */
async function forged({ scene, clinician }: Attacked, person: Person): Promise<Bytes> {
  const { uid, genesis, role } = person;
  const values = [1, scene.server.cid, uid, genesis, role, FULL, random(16), scene.now + 9e9];
  return makeSign1(clinician.signer, "mh1/assign", encode(new Map(values.entries())));
}

test("an assignment that no coordinator signed", async () => {
  const at = await attacked();
  const doctor = await at.scene.newcomer("clinician");
  at.scene.server.assignments.push(await forged(at, doctor));
  await at.talk.sync();
  expect(await at.talk.reconcile()).toBe(0);
  expect(at.scene.server.entries).toHaveLength(1);
});

test("an insider adds somebody without a coordinator", async () => {
  const at = await attacked();
  const friend = await at.scene.newcomer("coach");
  const admission = await at.scene.clinic.admission(friend, FULL);
  written(
    at.scene,
    await scribeOf(at.scene, at.clinician).add(admission, await forged(at, friend), next(at)),
  );
  await stopped(await at.victim(), at.scene, "log");
});

test("an insider removes somebody without a coordinator", async () => {
  const at = await attacked();
  written(at.scene, await scribeOf(at.scene, at.clinician).remove(at.patient.uid, 0, at.scene.now));
  await stopped(await at.victim(), at.scene, "log");
});

test("an insider adds a grant for no member", async () => {
  const at = await attacked();
  await crooked(at, (body) => {
    const ghost = [new Uint8Array(16).fill(255), 1, FULL, random(32)];
    body.set(2, [...(body.get(2) as Bytes[][]), ghost]);
  });
  await stopped(await at.victim(), at.scene, "log");
});

test("an insider leaves a member out", async () => {
  const at = await attacked();
  await crooked(at, (body) => body.set(2, (body.get(2) as Bytes[][]).slice(0, -1)));
  await stopped(await at.victim(), at.scene, "log");
});

test("an insider hands one member another key", async () => {
  const at = await attacked();
  const other = await scribeOf(at.scene, at.clinician).rotate(next(at));
  for (const box of other.boxes) at.scene.server.keep(box);
  const theirs = parseKeyBody(parseEntry(other.entry)).body.grants.find(
    ({ uid }) => idOf(uid) === idOf(at.patient.uid),
  );
  await crooked(at, (body) => {
    const grants = body.get(2) as [Bytes, number, number, Bytes][];
    const swapped = grants.map((one) =>
      idOf(one[0]) === idOf(at.patient.uid) ? [one[0], one[1], one[2], theirs?.box] : one,
    );
    body.set(2, swapped);
  });
  await stopped(await at.victim(), at.scene, "grant");
});

test("an insider plants shares that are of no use", async () => {
  const at = await attacked();
  await crooked(at, (body) => {
    const shares = (body.get(5) as [number, Bytes, Bytes][]).map(([x, , box]) => [x, random(32), box]);
    body.set(5, shares);
  });
  await stopped(await at.victim(), at.scene, "escrow");
});

test("an insider shares with new officers what is of no use", async () => {
  const at = await attacked();
  const { clinic, now } = at.scene;
  await clinic.enter(now, { roster: await clinic.roster(2, 3) });
  written(at.scene, await scribeOf(at.scene, at.clinician).reshare(random(32), now));
  await stopped(await at.victim(), at.scene, "escrow");
});

test("an insider breaks the way back", async () => {
  const at = await attacked();
  await crooked(at, (body) => body.set(3, random(60)));
  await stopped(await at.victim(), at.scene, "history");
});

test("an insider seals what was not sent", async () => {
  const at = await attacked();
  await crooked(at, (body) => body.set(6, [3, random(32)]));
  await noticed(await at.victim(), at.scene, "digest");
});

/** A log of three entries, whose newest the server shows otherwise to the patient. */
async function rotatedTwice(change: Parameters<typeof answer>[0]) {
  const at = await attacked(answer(change));
  for (let times = 0; times < 2; times++) {
    await at.scene.rotateKeys(at.clinician);
    const scribe = scribeOf(at.scene, at.clinician);
    const { entry, boxes } = await scribe.rotate(next(at));
    expect((await at.scene.server.append(at.scene.server.log.head, [entry], boxes)).is).toBe("taken");
  }
  return at;
}

test("a dropped log entry", async () => {
  const at = await rotatedTwice(({ entries }) => ({
    entries: [...entries.slice(0, 1), ...entries.slice(2)],
  }));
  await stopped(await at.victim(), at.scene, "log");
});

test("a withheld end of the log", async () => {
  const at = await rotatedTwice(({ entries }) => ({ entries: entries.slice(0, -1) }));
  await stopped(await at.victim(), at.scene, "log");
});

test("an entry with a bit changed", async () => {
  const at = await rotatedTwice(({ entries }) => ({
    entries: entries.map((entry, i) => (i === 1 ? flipped(entry, entry.length >> 1) : entry)),
  }));
  await stopped(await at.victim(), at.scene, "log");
});

test("a log rolled back between two sessions", async () => {
  let back = false;
  const at = await attacked((way, scene) => ({
    readLog: async (after) => {
      const log = await way.readLog(after);
      const shown = scene.server.entries.slice(0, 1);
      return back ? { ...log, entries: shown.slice(after + 1), head: headOf(shown) } : log;
    },
  }));
  await at.scene.rotateKeys(at.clinician);
  await at.talk.sync();
  const memory = new SessionMemory();
  await (await at.victim(memory)).send(text("under new keys"), newId());
  expect(at.scene.server.entries).toHaveLength(2);
  back = true;
  await stopped(await at.victim(memory), at.scene, "log");
});

test("an empty log where there was one", async () => {
  let back = false;
  const at = await attacked((way) => ({
    readLog: async (after) => {
      const log = await way.readLog(after);
      return back ? { ...log, entries: [], head: new Uint8Array(32) } : log;
    },
    readMessages: async (before) => (back ? { items: [], hasMore: false } : await way.readMessages(before)),
  }));
  const memory = new SessionMemory();
  await at.victim(memory);
  back = true;
  await stopped(await at.victim(memory), at.scene, "log");
});

test("a log that forked", async () => {
  const at = await attacked();
  const { scene } = at;
  const log = new Log(scene.server.cid);
  for (const entry of scene.server.entries) await log.append(scene.server.world, entry);
  const other = await scribeOf(scene, at.patient, log).rotate(next(at));
  const first = await scribeOf(scene, at.clinician).rotate(next(at));
  await scene.server.append(scene.server.log.head, [first.entry], first.boxes);
  const memory = new SessionMemory();
  await at.victim(memory);
  scene.server.entries.pop();
  written(scene, other);
  await stopped(await at.victim(memory), scene, "log");
});

test("swapped boxes", async () => {
  const at = await attacked(answer(({ boxes }) => ({ boxes: boxes.map((box) => random(box.length)) })));
  await stopped(await at.victim(), at.scene, "grant");
});

test("a box with a bit changed", async () => {
  const at = await attacked(
    answer(({ boxes }) => ({ boxes: boxes.map((box) => flipped(box, box.length - 1)) })),
  );
  await stopped(await at.victim(), at.scene, "grant");
});

test("a withheld box", async () => {
  const at = await attacked(answer(() => ({ boxes: [] })));
  await stopped(await at.victim(), at.scene, "grant");
});

test("a removal withheld from a sender", async () => {
  const at = await attacked((way, { server }) => ({
    readLog: async (after) => {
      const log = await way.readLog(after);
      const shown = server.entries.slice(0, 1);
      return { ...log, entries: shown.slice(after + 1), head: headOf(shown) };
    },
  }));
  await at.scene.assign(await at.scene.newcomer("coach"));
  await at.talk.sync();
  await at.talk.reconcile();
  await at.talk.send(text("under an epoch that the server hides"), newId());
  const theirs = await at.victim();
  expect(theirs.read().alerts).toContain("message");
  expect(textsOf(theirs)).toEqual(["one", "two", "three"]);
});

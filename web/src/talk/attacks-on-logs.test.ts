// @vitest-environment node
/** A server that lies about who reads, and members who do: what each attack comes to on an honest client (2.6, 6). */

import { expect, test, vi } from "vitest";
import { type Bytes, equal } from "../crypto/mh1/bytes";
import { makeSign1 } from "../crypto/mh1/cose";
import { encode } from "../crypto/mh1/encoding";
import { FULL, parseEntry, parseKeyBody } from "../crypto/mh1/entries";
import { systemRandom as random } from "../crypto/mh1/primitives";
import { beginningOf } from "../crypto/mh1/sending";
import { Person } from "../crypto/mh1/vectors/world";
import { Scribe, writerOf } from "../crypto/mh1/writing";
import { idOf } from "../keyring/ids";
import { SessionMemory } from "./memory";
import { answer, attacked, crooked, headOf, stopped } from "./testing/attacked";
import { newId, say, text, textsOf } from "./testing/scene";

vi.setConfig({ testTimeout: 120_000 });

test("a ghost whom the server itself appends stops everything", async () => {
  const { scene, victim } = await attacked();
  const ghost = await Person.enrol(random, "clinician");
  scene.server.register(ghost);
  const { world, log, messages } = scene.server;
  const scribe = new Scribe(world, log, writerOf(ghost.chain, ghost.signer), random);
  const admission = await scene.clinic.admission(ghost, FULL);
  const assignment = await scene.clinic.assign(scene.server.cid, ghost, FULL);
  const { entry, boxes } = await scribe.add(admission, assignment, beginningOf(messages, null, scene.now));
  scene.server.entries.push(entry);
  for (const box of boxes) scene.server.keep(box);
  const theirs = await victim();
  expect(theirs.read().readers).not.toContain(idOf(ghost.uid));
  await stopped(theirs, scene, "log");
});

test("a key that the server swaps for a newcomer's is given nothing", async () => {
  const { scene, talk } = await attacked();
  const doctor = await scene.newcomer("clinician");
  await scene.assign(doctor);
  const swapped = await Person.enrol(random, "clinician", { uid: doctor.uid });
  const readPerson = scene.server.readPerson.bind(scene.server);
  scene.server.readPerson = async (uid) => {
    const found = await readPerson(uid);
    const chains = [{ entries: swapped.entries, invite: null }];
    return found && equal(uid, doctor.uid) ? { ...found, chains } : found;
  };
  await talk.sync();
  expect(await talk.reconcile()).toBe(0);
  expect(talk.read().readers).not.toContain(idOf(doctor.uid));
});

test("a chain that the server exchanges for one it made is noticed by whoever saw the real one", async () => {
  const { scene, clinician, victim } = await attacked();
  const memory = new SessionMemory();
  await victim(memory);
  const swapped = await Person.enrol(random, "clinician", { uid: clinician.uid });
  const readPerson = scene.server.readPerson.bind(scene.server);
  scene.server.readPerson = async (uid) => {
    const chains = [{ entries: swapped.entries, invite: null }];
    return equal(uid, clinician.uid) ? { chains, attestation: null } : readPerson(uid);
  };
  await stopped(await victim(memory), scene, "chain");
});

test("a chain that the server shows without its newest entry is noticed", async () => {
  const { scene, clinician, talk, victim } = await attacked();
  const memory = new SessionMemory();
  await scene.rotateKeys(clinician);
  await victim(memory);
  expect(talk.read().state.is).toBe("ready");
  const readPerson = scene.server.readPerson.bind(scene.server);
  scene.server.readPerson = async (uid) => {
    const chains = [{ entries: clinician.entries.slice(0, 1), invite: null }];
    return equal(uid, clinician.uid) ? { chains, attestation: null } : readPerson(uid);
  };
  await stopped(await victim(memory), scene, "chain");
});

test("a second chain without a close of the first is not believed", async () => {
  const { scene, clinician, victim } = await attacked();
  scene.server.register(await Person.enrol(random, "clinician", { uid: clinician.uid }));
  await stopped(await victim(), scene, "chain");
});

test("a member who gives one other a different key is found out by them", async () => {
  const at = await attacked();
  await crooked(at, (body) => body.set(0, random(32)));
  await stopped(await at.victim(), at.scene, "grant");
});

test("a member who grants to somebody outside is found out", async () => {
  const at = await attacked();
  await crooked(at, (body) => {
    const grants = [...(body.get(2) as Bytes[][]), [new Uint8Array(16).fill(255), 1, FULL, random(32)]];
    body.set(2, grants);
  });
  await stopped(await at.victim(), at.scene, "grant");
});

test("a member who plants shares that recover nothing is found out", async () => {
  const at = await attacked();
  await crooked(at, (body) => {
    const shares = (body.get(5) as [number, Bytes, Bytes][]).map(([x, , box]) => [x, random(32), box]);
    body.set(5, shares);
  });
  await stopped(await at.victim(), at.scene, "escrow");
});

test("a member who leads the way back astray is found out", async () => {
  const at = await attacked();
  await crooked(at, (body) => body.set(3, random(60)));
  await stopped(await at.victim(), at.scene, "history");
});

test("a log with an entry left out, cut short or grown back is refused", async () => {
  const at = await attacked(answer(({ entries }) => ({ entries: entries.slice(1) })));
  await stopped(await at.victim(), at.scene, "log");
  const short = await attacked(answer(({ entries }) => ({ entries: entries.slice(0, -1) })));
  await stopped(await short.victim(), short.scene, "log");
});

test("a log that was longer once is not believed to be shorter, though it fits together", async () => {
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
  const theirs = await at.victim(memory);
  await theirs.send(text("under new keys"), newId());
  expect(at.scene.server.entries).toHaveLength(2);
  back = true;
  await stopped(await at.victim(memory), at.scene, "log");
});

test("boxes that the server swaps or withholds are a matter for the privacy officer, not for the reader", async () => {
  const withheld = await attacked(answer(() => ({ boxes: [] })));
  await stopped(await withheld.victim(), withheld.scene, "grant");
  const swapped = await attacked(answer(({ boxes }) => ({ boxes: boxes.map((box) => random(box.length)) })));
  await stopped(await swapped.victim(), swapped.scene, "grant");
});

test("a removal that the server withholds shows in the next message of the others", async () => {
  const at = await attacked((way, { server }) => ({
    readLog: async (after) => {
      const log = await way.readLog(after);
      const shown = server.entries.slice(0, 1);
      return { ...log, entries: shown.slice(after + 1), head: headOf(shown) };
    },
  }));
  const coach = await at.scene.newcomer("coach");
  await at.scene.assign(coach);
  await at.talk.sync();
  await at.talk.reconcile();
  await say(at.talk, "with the coach");
  const theirs = await at.victim();
  expect(theirs.read().alerts).toContain("message");
  expect(textsOf(theirs)).toEqual(["one", "two", "three"]);
});

test("an assignment by somebody who is no coordinator lets nobody in", async () => {
  const { scene, clinician, talk } = await attacked();
  const doctor = await scene.newcomer("clinician");
  const values = [
    1,
    scene.server.cid,
    doctor.uid,
    doctor.genesis,
    "clinician",
    FULL,
    random(16),
    scene.now + 9e9,
  ];
  scene.server.assignments.push(
    await makeSign1(clinician.signer, "mh1/assign", encode(new Map(values.entries()))),
  );
  await talk.sync();
  expect(await talk.reconcile()).toBe(0);
  expect(scene.server.entries).toHaveLength(1);
});

test("a directory that is older than seen is refused", async () => {
  const at = await attacked();
  const memory = new SessionMemory();
  await at.scene.clinic.enter(at.scene.now, { roster: await at.scene.clinic.roster(2, 3) });
  await at.victim(memory);
  at.scene.server.readDirectory = async (after) => at.scene.clinic.entries.slice(0, 1).slice(after + 1);
  await expect(at.victim(memory)).rejects.toThrow("seen before");
});

test("grants are exactly the members': nobody reads by the server's word", async () => {
  const { scene, talk } = await attacked();
  await scene.newcomer("clinician");
  await talk.sync();
  await talk.reconcile();
  const entry = parseEntry(scene.server.entries.at(-1) ?? new Uint8Array());
  expect(parseKeyBody(entry).body.grants).toHaveLength(2);
});

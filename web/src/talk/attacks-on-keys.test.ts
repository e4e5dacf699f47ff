// @vitest-environment node
/** A server that lies about people's keys and offices: every case of the table in tests/client/test_attacks.py. */
import { expect, test, vi } from "vitest";
import { type Bytes, equal } from "../crypto/mh1/bytes";
import { decode, encode } from "../crypto/mh1/encoding";
import { deviceHolder, makeAddHolder, newDevice } from "../crypto/mh1/enrolment";
import { systemRandom as random } from "../crypto/mh1/primitives";
import { Clinic, Person } from "../crypto/mh1/vectors/world";
import { idOf } from "../keyring/ids";
import { SessionMemory } from "./memory";
import { attacked, lying, stopped } from "./testing/attacked";

vi.setConfig({ testTimeout: 120_000 });

test("a key swapped for that of somebody newly assigned", async () => {
  const { scene, talk } = await attacked();
  const doctor = await scene.newcomer("clinician");
  await scene.assign(doctor);
  const swapped = await Person.enrol(random, "clinician", { uid: doctor.uid });
  lying(scene, doctor, (told) => ({ ...told, chains: [{ entries: swapped.entries, invite: null }] }));
  await talk.sync();
  expect(await talk.reconcile()).toBe(0);
  expect(talk.read().readers).not.toContain(idOf(doctor.uid));
});

test("a key swapped for that of somebody known", async () => {
  const { scene, clinician, victim } = await attacked();
  const memory = new SessionMemory();
  await victim(memory);
  const swapped = await Person.enrol(random, "clinician", { uid: clinician.uid });
  lying(scene, clinician, () => ({
    chains: [{ entries: swapped.entries, invite: null }],
    attestation: null,
  }));
  await stopped(await victim(memory), scene, "chain");
});

test("a chain rolled back to a revoked device", async () => {
  const { scene, clinician, victim } = await attacked();
  const memory = new SessionMemory();
  await scene.rotateKeys(clinician);
  await victim(memory);
  const cut = [{ entries: clinician.entries.slice(0, 1), invite: null }];
  lying(scene, clinician, () => ({ chains: cut, attestation: null }));
  await stopped(await victim(memory), scene, "chain");
});

test("a chain that another follows without a close", async () => {
  const { scene, clinician, victim } = await attacked();
  scene.server.register(await Person.enrol(random, "clinician", { uid: clinician.uid }));
  await stopped(await victim(), scene, "chain");
});

test("a chain with an entry by nobody", async () => {
  const { scene, clinician, victim } = await attacked();
  const thief = await Person.enrol(random, "clinician", { uid: clinician.uid });
  const ghost = await deviceHolder(newDevice(random));
  const made = await makeAddHolder(clinician.chain, thief.signer, clinician.seed, ghost, scene.now, random);
  clinician.entries.push(...made.entries);
  await stopped(await victim(), scene, "chain");
});

test("no chain where there was one", async () => {
  const { scene, clinician, victim } = await attacked();
  const memory = new SessionMemory();
  await victim(memory);
  lying(scene, clinician, () => ({ chains: [], attestation: null }));
  await stopped(await victim(memory), scene, "chain");
});

test("a directory rolled back", async () => {
  const { scene, victim } = await attacked();
  const memory = new SessionMemory();
  await scene.clinic.enter(scene.now, { roster: await scene.clinic.roster(2, 3) });
  await victim(memory);
  scene.server.readDirectory = async (after) => scene.clinic.entries.slice(0, 1).slice(after + 1);
  await expect(victim(memory)).rejects.toThrow("seen before");
});

test("a directory that one root alone signed", async () => {
  const { scene, victim } = await attacked();
  const [entry] = scene.clinic.entries;
  const parts = decode(entry ?? new Uint8Array()) as Bytes[];
  scene.server.readDirectory = async () => [encode(parts.slice(0, 1))];
  await expect(victim()).rejects.toThrow();
});

test("a directory of other roots", async () => {
  const { scene, victim } = await attacked();
  const other = await Clinic.open(random);
  scene.server.readDirectory = async () => other.entries;
  await expect(victim()).rejects.toThrow();
});

test("a member whom only the server names", async () => {
  const { scene, talk } = await attacked();
  const named = await scene.newcomer("clinician");
  await talk.sync();
  expect(await talk.reconcile()).toBe(0);
  expect(talk.read().readers).not.toContain(idOf(named.uid));
  expect(scene.server.entries).toHaveLength(1);
});

test("an alert lasts though the server tells the truth again", async () => {
  const at = await attacked();
  let lies = true;
  const { readLog } = at.scene.server;
  at.scene.server.readLog = (person, after) => {
    const told = readLog.call(at.scene.server, person, after);
    return lies && !equal(person.uid, at.clinician.uid) ? { ...told, entries: [] } : told;
  };
  const theirs = await at.victim();
  lies = false;
  await theirs.sync();
  await stopped(theirs, at.scene, "log");
});

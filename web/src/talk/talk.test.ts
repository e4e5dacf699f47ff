// @vitest-environment node
import { expect, test, vi } from "vitest";
import { utf8 } from "../crypto/mh1/bytes";
import { genesisOf } from "../crypto/mh1/chains";
import { EDIT, REACTION, REACTION_REMOVE, RETRACT } from "../crypto/mh1/content";
import { CREATE, FULL, NO_HISTORY, parseEntry, RESHARE, ROTATE } from "../crypto/mh1/entries";
import { parseEnvelope } from "../crypto/mh1/envelope";
import { hash, systemRandom } from "../crypto/mh1/primitives";
import { recoverEpoch } from "../crypto/mh1/reader";
import { officeSigner, Person } from "../crypto/mh1/vectors/world";
import { idOf } from "../keyring/ids";
import { OtherName, standingFor } from "./assigning";
import { assignment, begin, OthersToo, takeOff } from "./coordinating";
import { SessionMemory } from "./memory";
import { Busy, NotTaken, Outdated, Waiting } from "./state";
import { newId, Scene, say, text, textsOf } from "./testing/scene";

// Nothing is timed: a busy machine may take as long as it needs.
vi.setConfig({ testTimeout: 120_000 });

/** The name under which everybody was confirmed. */
const NAME = "A synthetic person";
const DAY = 86_400_000;

async function begun(...roles: string[]) {
  const { scene, people } = await Scene.open("clinician", ...roles);
  const [clinician, ...others] = people;
  if (!clinician) throw new RangeError("nobody");
  const talk = await scene.client(clinician);
  await talk.reconcile();
  return { scene, clinician, talk, others };
}

const typesOf = (scene: Scene) => scene.server.entries.map((entry) => parseEntry(entry).type);

test("a clinician's client creates the conversation, and everybody reads what is said", async () => {
  const { scene, talk, others } = await begun("patient", "coach");
  await say(talk, "How was the night?");
  for (const person of others) {
    const theirs = await scene.client(person);
    await theirs.sync();
    expect(theirs.read().state).toEqual({ is: "ready" });
    expect(textsOf(theirs)[0]).toBe("How was the night?");
    await say(theirs, `${person.role}: better`);
  }
  await talk.sync();
  expect(textsOf(talk)).toEqual(["How was the night?", "patient: better", "coach: better"]);
});

test("which task a message is about its readers learn, and the server does not", async () => {
  const { scene, talk, others } = await begun("patient");
  const [task, goal] = [idOf(newId()), idOf(newId())];
  await talk.say({ words: "I called", about: [goal], cites: [task], replyTo: null }, idOf(newId()));
  await talk.say({ words: "and wrote", about: [], cites: [task], replyTo: null }, idOf(newId()));
  for (const patient of others) {
    const theirs = await scene.client(patient);
    await theirs.sync();
    const { lines } = theirs.read();
    expect(lines.map(({ refs }) => refs)).toEqual([[task], [task]]);
    const heads = lines.map(({ row }) => parseEnvelope(row.envelope).header.plan);
    expect(heads.map((plan) => plan && idOf(plan))).toEqual([goal, null]);
  }
});

test("before a clinician was there a patient waits for them, and nothing is wrong", async () => {
  const { scene, people } = await Scene.open("clinician", "patient");
  const [clinician, patient] = people;
  if (!clinician || !patient) throw new RangeError("nobody");
  const talk = await scene.client(patient);
  await talk.sync();
  expect(await talk.reconcile()).toBe(0);
  expect(talk.read().state).toEqual({ is: "waiting", for: [idOf(clinician.uid)] });
  await expect(talk.send(text("hello"), newId())).rejects.toThrow(Waiting);
  await (await scene.client(clinician)).reconcile();
  await say(talk, "hello");
  expect(textsOf(talk)).toEqual(["hello"]);
});

test("who joins reads everything from the start, once assigned by a coordinator and not on the server's word", async () => {
  const { scene, talk } = await begun("patient");
  for (const words of ["one", "two", "three", "four", "five"]) await say(talk, words);
  const doctor = await scene.newcomer("clinician");
  const theirs = await scene.client(doctor);
  await theirs.sync();
  expect(theirs.read().state.is).toBe("waiting");
  await talk.sync();
  expect(await talk.reconcile()).toBe(0);
  await scene.assign(doctor);
  await talk.sync();
  expect(await talk.reconcile()).toBe(1);
  await theirs.sync();
  expect(textsOf(theirs)).toEqual(["three", "four", "five"]);
  await theirs.complete();
  expect(textsOf(theirs)).toEqual(["one", "two", "three", "four", "five"]);
  expect(theirs.read().complete).toBe(true);
});

test("who joins without history sees that there was something before, and cannot give access", async () => {
  const { scene, talk } = await begun("patient");
  await say(talk, "before");
  const coach = await scene.newcomer("coach");
  await scene.assign(coach, NO_HISTORY);
  await talk.sync();
  await talk.reconcile();
  await say(talk, "after");
  const theirs = await scene.client(coach);
  await theirs.complete();
  await theirs.sync();
  await theirs.complete();
  expect(textsOf(theirs)).toEqual(["(before)", "after"]);
  expect(await theirs.reconcile()).toBe(0);
});

test("whoever sends after a removal rotates first, and who was removed reads nothing of it", async () => {
  const { scene, talk, others } = await begun("patient", "coach");
  const coach = others[1];
  if (!coach) throw new RangeError("nobody");
  const theirs = await scene.client(coach);
  await theirs.sync();
  await theirs.complete();
  const removal = await scene.removal(coach);
  await scene.server.append(scene.server.log.head, [removal.entry], []);
  await say(talk, "among us");
  expect(typesOf(scene).at(-1)).toBe(ROTATE);
  await theirs.sync();
  expect(textsOf(theirs)).toEqual(["(before)"]);
  expect(theirs.read().readers).not.toContain(idOf(coach.uid));
  await expect(theirs.send(text("still here"), newId())).rejects.toThrow(Waiting);
});

test("two who add, rotate and send at once come through, each message once and nothing late", async () => {
  const { scene, talk, others } = await begun("clinician", "patient");
  const [second] = others;
  if (!second) throw new RangeError("nobody");
  const theirs = await scene.client(second);
  await theirs.complete();
  const newcomer = await scene.newcomer("clinician");
  await scene.assign(newcomer);
  await Promise.all([talk.sync(), theirs.sync()]);
  await Promise.all([
    talk.reconcile(),
    theirs.reconcile(),
    talk.send(text("one"), newId()),
    theirs.send(text("two"), newId()),
  ]);
  const third = await scene.client(newcomer);
  await third.sync();
  await third.complete();
  expect(textsOf(third).toSorted()).toEqual(["one", "two"]);
  expect(third.read().alerts).toEqual(new Set());
  expect(third.read().lines.some(({ late, gap }) => late || gap)).toBe(false);
});

test("two tabs of one device count on from each other, also before either has seen the other's message", async () => {
  const { scene, clinician, talk } = await begun("patient");
  const memory = new SessionMemory();
  const [left, right] = [
    await scene.client(clinician, { memory }),
    await scene.client(clinician, { memory }),
  ];
  await left.complete();
  await right.complete();
  await Promise.all([left.send(text("left"), newId()), right.send(text("right"), newId())]);
  await left.send(text("left again"), newId());
  await talk.sync();
  await talk.complete();
  expect(talk.read().lines.map(({ gap }) => gap)).toEqual([false, false, false]);
  expect(talk.read().alerts).toEqual(new Set());
});

test("an answer that was overtaken in another tab of the device is no alarm", async () => {
  const { scene, clinician, talk, others } = await begun("patient");
  const memory = new SessionMemory();
  const slow = scene.server.wayOf(clinician);
  let overtake = async () => {};
  const way = {
    ...slow,
    readLog: async (after: number) => {
      const answer = await slow.readLog(after);
      await overtake();
      return answer;
    },
  };
  const left = await scene.client(clinician, { memory, way });
  const right = await scene.client(clinician, { memory });
  await right.sync();
  overtake = async () => {
    overtake = async () => {};
    for (const person of others) await scene.rotateKeys(person);
    await talk.refresh();
    await talk.send(text("under the next epoch"), newId());
    await right.refresh();
  };
  await left.sync();
  expect([left.read().alerts, right.read().alerts]).toEqual([new Set(), new Set()]);
});

test("a message whose answer was lost is sent again under its id, and is there once", async () => {
  const { scene, clinician, talk } = await begun("patient");
  const way = scene.server.wayOf(clinician);
  let lost = 1;
  const lossy = await scene.client(clinician, {
    way: {
      ...way,
      post: async (envelope, beside) => {
        const answer = await way.post(envelope, beside);
        if (lost-- > 0) throw new TypeError("no answer");
        return answer;
      },
    },
  });
  const mid = newId();
  await expect(lossy.send(text("once"), mid)).rejects.toThrow("no answer");
  await lossy.send(text("once"), mid);
  await say(lossy, "twice");
  await talk.sync();
  expect(textsOf(talk)).toEqual(["once", "twice"]);
  expect(talk.read().alerts).toEqual(new Set());
});

test("a page that was reloaded before the answer came finds its message there", async () => {
  const { scene, clinician, talk } = await begun("patient");
  const mid = newId();
  await talk.send(text("once"), mid);
  const reloaded = await scene.client(clinician);
  expect(await reloaded.send(text("once"), mid)).toEqual({ changeId: null });
  expect(scene.server.rows).toHaveLength(1);
});

test("edits, retractions and reactions arrive as the author meant them, and the originals stay", async () => {
  const { scene, talk, others } = await begun("patient");
  const [patient] = others;
  if (!patient) throw new RangeError("nobody");
  const target = await say(talk, "Take two at nigth");
  const theirs = await scene.client(patient);
  await theirs.sync();
  const base = () => parseEnvelope(scene.server.rows.at(-1)?.envelope ?? new Uint8Array()).hash;
  const first = base();
  await theirs.send({ type: EDIT, text: "Take ten", target, base: first }, newId());
  await talk.sync();
  await talk.send({ type: EDIT, text: "Take two at night", target, base: first }, newId());
  const edited = base();
  await theirs.send({ type: REACTION, target, emoji: "👍" }, newId());
  await theirs.send({ type: REACTION, target, emoji: "❤️" }, newId());
  await theirs.send({ type: REACTION_REMOVE, target, emoji: "❤️" }, newId());
  await talk.sync();
  const [line] = talk.read().lines;
  expect(line?.text).toBe("Take two at night");
  expect(line?.versions.map((version) => version.text)).toEqual(["Take two at nigth"]);
  expect(line?.reactions).toEqual([{ emoji: "👍", people: [idOf(patient.uid)] }]);
  await talk.send({ type: RETRACT, target, base: edited }, newId());
  await theirs.sync();
  await theirs.complete();
  const [taken] = theirs.read().lines;
  expect(taken?.is).toBe("retracted");
  expect(taken?.versions.map((version) => version.text)).toEqual(["Take two at nigth", "Take two at night"]);
});

test("who lost everything is let in again by whoever is there, and reads the whole history", async () => {
  const { scene, talk, others } = await begun("patient");
  const [patient] = others;
  if (!patient) throw new RangeError("nobody");
  await say(talk, "before the loss");
  const again = await scene.reset(patient);
  const theirs = await scene.client(again);
  await theirs.sync();
  expect(theirs.read().state.is).toBe("waiting");
  expect(await talk.reconcile()).toBe(0);
  await talk.refresh();
  expect(await talk.reconcile()).toBe(1);
  await theirs.sync();
  expect(textsOf(theirs)).toEqual(["before the loss"]);
  await say(theirs, "after it");
});

test("new records officers get the key from whoever is there, and nobody begins anew", async () => {
  const { scene, talk, others } = await begun("patient");
  const [patient] = others;
  if (!patient) throw new RangeError("nobody");
  await say(talk, "before");
  await scene.clinic.enter(scene.now, { roster: await scene.clinic.roster(2, 4) });
  const theirs = await scene.client(patient);
  expect(await theirs.reconcile()).toBe(1);
  await talk.refresh();
  expect(await talk.reconcile()).toBe(0);
  await say(talk, "after");
  expect(typesOf(scene)).toEqual([CREATE, RESHARE]);
  expect([talk.read().alerts, theirs.read().alerts]).toEqual([new Set(), new Set()]);
  const officers = (scene.clinic.rosters.at(-1) ?? []).map(({ box }, at) => ({ x: at + 1, seed: box }));
  const { boxes, log, world } = scene.server;
  const recovered = await recoverEpoch(world.directory, log, 0, officers.slice(2), boxes);
  expect(recovered).toEqual(talk.reading.keyring.secrets.get(0)?.s);
});

test("new keys of a member make the next sender rotate, although it had read the old ones", async () => {
  const { scene, talk, others } = await begun("patient");
  const [patient] = others;
  if (!patient) throw new RangeError("nobody");
  await say(talk, "before");
  await scene.rotateKeys(patient);
  await say(talk, "after");
  expect(typesOf(scene).at(-1)).toBe(ROTATE);
  const theirs = await scene.client(patient);
  await theirs.sync();
  expect(textsOf(theirs)).toEqual(["before", "after"]);
});

test("a sender whom others overtake again and again gives up for now, and loses nothing", async () => {
  const { scene, clinician } = await begun("patient");
  const way = scene.server.wayOf(clinician);
  const talk = await scene.client(clinician, { way: { ...way, post: async () => ({ is: "moved" }) } });
  await expect(talk.send(text("hello"), newId())).rejects.toThrow(Busy);
});

test("a coordinator's client creates a conversation it never reads", async () => {
  const { scene, people } = await Scene.open("clinician", "patient");
  const [clinician] = people;
  if (!clinician) throw new RangeError("nobody");
  const office = await scene.client(scene.clinic.coordinator);
  await office.reconcile();
  expect(office.read().readers).toHaveLength(2);
  expect(office.reading.log.marked).toBe(true);
  const talk = await scene.client(clinician);
  await say(talk, "hello");
  expect(typesOf(scene)).toEqual([0, ROTATE]);
  await office.sync();
  expect(textsOf(office)).toEqual([]);
});

test("nobody is added twice, whoever reconciles however often", async () => {
  const { scene, talk } = await begun("patient");
  const newcomer = await scene.newcomer("coach");
  await scene.assign(newcomer, FULL);
  await talk.sync();
  expect(await talk.reconcile()).toBe(1);
  expect(await talk.reconcile()).toBe(0);
  expect(await (await scene.client(newcomer)).reconcile()).toBe(0);
});

test("what a coordinator signed ahead lets somebody in who is called in, until it ends and the server counts them out", async () => {
  const { scene, talk } = await begun("patient");
  const duty = await scene.newcomer("clinician");
  const signer = officeSigner(scene.clinic.offices.coordinator);
  const attested = {
    uid: duty.uid,
    genesis: genesisOf(duty.chain),
    role: "clinician",
    notAfter: 0,
    nameHash: hash(utf8(NAME)),
  };
  const until = { nonce: systemRandom(16), notAfter: scene.now + DAY };
  expect(() => standingFor(signer, attested, "Dr Nobody", until)).toThrow(OtherName);
  scene.server.assignments.push(await standingFor(signer, attested, NAME, until));
  await talk.sync();
  expect(await talk.reconcile()).toBe(1);
  expect(talk.read().readers).toContain(idOf(duty.uid));
  scene.server.members = scene.server.members.filter((one) => one !== duty);
  await talk.sync();
  expect(await talk.reconcile()).toBe(0);
  scene.now += 2 * DAY;
  await talk.sync();
  expect(await talk.reconcile()).toBe(1);
  expect(talk.read().readers).not.toContain(idOf(duty.uid));
});

test("a coordinator signs for somebody by the name they were confirmed under, and a member's client lets them in", async () => {
  const { scene, talk, others } = await begun("patient");
  const [patient] = others;
  if (!patient) throw new RangeError("nobody");
  const doctor = await scene.newcomer("clinician");
  const unknown = await Person.enrol(systemRandom, "coach");
  scene.server.register(unknown);
  scene.server.members = [...scene.server.members.filter((one) => one !== patient), unknown];
  const office = await scene.client(scene.clinic.coordinator);
  const signer = officeSigner(scene.clinic.offices.coordinator);
  const meant = { id: idOf(doctor.uid), name: NAME };
  expect(await assignment(office, signer, { ...meant, id: idOf(unknown.uid) })).toBeNull();
  await expect(assignment(office, signer, { ...meant, name: "Dr Nobody" })).rejects.toThrow(OtherName);
  const word = await assignment(office, signer, meant);
  if (word) scene.server.assignments.push(word);
  await talk.sync();
  expect(await talk.reconcile()).toBe(1);
  await takeOff(office, idOf(patient.uid));
  await takeOff(office, idOf(patient.uid));
  await talk.sync();
  expect(talk.read().readers).toContain(idOf(doctor.uid));
  expect(talk.read().readers).not.toContain(idOf(patient.uid));
});

test("a coordinator begins a conversation for those who were meant, and for nobody else", async () => {
  const { scene } = await Scene.open("clinician", "patient");
  const office = await scene.client(scene.clinic.coordinator);
  const people = scene.server.members.map(({ uid }) => ({ id: idOf(uid), name: NAME }));
  await expect(begin(office, people.slice(1))).rejects.toThrow(OthersToo);
  await begin(office, people);
  expect([...office.read().readers].sort()).toEqual(people.map(({ id }) => id).sort());
});

test("a clock that goes before the server's signs nothing from the future, and one far ahead is not followed", async () => {
  const { scene, clinician, talk, others } = await begun("patient");
  const [patient] = others;
  if (!patient) throw new RangeError("nobody");
  await say(talk, "on time");
  const fast = await scene.client(clinician, { ahead: 5 * 60_000 });
  await scene.rotateKeys(patient);
  await say(fast, "five minutes early");
  expect(typesOf(scene).at(-1)).toBe(ROTATE);
  const far = await scene.client(clinician, { ahead: 3_600_000 });
  await scene.rotateKeys(patient);
  await expect(far.send(text("an hour early"), newId())).rejects.toThrow(NotTaken);
});

test("a client whose own keys were changed on another device reads them anew before it sends", async () => {
  const { scene, clinician, talk } = await begun("patient");
  await say(talk, "before");
  await scene.rotateKeys(clinician);
  await expect(talk.send(text("after"), newId())).rejects.toThrow(Outdated);
  await say(await scene.client(clinician), "after");
});

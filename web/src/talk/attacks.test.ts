// @vitest-environment node
/** A server that lies, and members who do: what each attack comes to on an honest client (2.6 and 6 of the specification). */
import { expect, test, vi } from "vitest";
import { type Bytes, equal } from "../crypto/mh1/bytes";
import { makeSign1 } from "../crypto/mh1/cose";
import { encode } from "../crypto/mh1/encoding";
import { FULL, makeEntry, parseEntry, parseKeyBody } from "../crypto/mh1/entries";
import { parseEnvelope } from "../crypto/mh1/envelope";
import { systemRandom as random } from "../crypto/mh1/primitives";
import { beginningOf } from "../crypto/mh1/sending";
import { Person } from "../crypto/mh1/vectors/world";
import { Scribe, writerOf } from "../crypto/mh1/writing";
import { idOf } from "../keyring/ids";
import { SessionMemory } from "./memory";
import { Alarmed } from "./state";
import { newId, Scene, say, text, textsOf } from "./testing/scene";
import type { Alert, Row, Transport } from "./transport";

vi.setConfig({ testTimeout: 120_000 });

/** A conversation of a clinician and a patient with three messages, and the patient's next client on another way. */
async function attacked(change: (way: Transport, scene: Scene) => Partial<Transport> = () => ({})) {
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

type Attacked = Awaited<ReturnType<typeof attacked>>;
type Client = Awaited<ReturnType<Attacked["victim"]>>;

/** Nothing is written any more, and the privacy officer knows why. */
async function stopped(theirs: Client, scene: Scene, what: Alert): Promise<void> {
  expect(theirs.read().state).toMatchObject({ is: "alert", what });
  expect(scene.server.alarms.map((alarm) => alarm.what)).toContain(what);
  await expect(theirs.send(text("into the dark"), newId())).rejects.toThrow(Alarmed);
}

const headOf = (entries: readonly Bytes[]) => parseEntry(entries.at(-1) ?? new Uint8Array()).hash;

const answer = (change: (log: Awaited<ReturnType<Transport["readLog"]>>) => object) => (way: Transport) => ({
  readLog: async (after: number) => {
    const log = await way.readLog(after);
    return { ...log, ...change(log) };
  },
});

const rowsOf = (change: (rows: readonly Row[]) => readonly Row[]) => (way: Transport) => ({
  readMessages: async (before: number | null) => {
    const page = await way.readMessages(before);
    return { ...page, items: change(page.items) };
  },
});

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

/** A rotation by the clinician in which something is wrong: what a member with changed software may write. */
async function crooked(
  { scene, clinician }: Attacked,
  change: (body: Map<number, unknown>) => void,
): Promise<void> {
  const { world, log, messages } = scene.server;
  const scribe = new Scribe(world, log, writerOf(clinician.chain, clinician.signer), random);
  const { entry, boxes } = await scribe.rotate(beginningOf(messages, null, scene.now));
  const parsed = parseEntry(entry);
  const body = new Map(parsed.body as Map<number, unknown>);
  change(body);
  scene.server.entries.push(
    await makeEntry(clinician.signer, { ...parsed, body: body as typeof parsed.body }),
  );
  for (const box of boxes) scene.server.keep(box);
}

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

test("a message that the server changes, makes up or takes from elsewhere is not shown, and the others are", async () => {
  const flipped = (envelope: Bytes) =>
    envelope.map((byte, i) => (i === envelope.length - 90 ? byte ^ 1 : byte));
  const at = await attacked(
    rowsOf((rows) =>
      rows.map((row) => (row.number === 2 ? { ...row, envelope: flipped(row.envelope) } : row)),
    ),
  );
  const theirs = await at.victim();
  expect(textsOf(theirs)).toEqual(["one", "three"]);
  expect(theirs.read().alerts).toContain("message");
  expect(theirs.read().alerts).toContain("order");
  expect(at.scene.server.alarms.map(({ what }) => what)).toContain("message");
  await theirs.send(text("I see it"), newId());
});

test("a message that the server repeats is shown once", async () => {
  const at = await attacked(rowsOf((rows) => rows.map((row) => ({ ...row, ...again(rows, row) }))));
  const theirs = await at.victim();
  expect(textsOf(theirs)).toEqual(["one", "three"]);
  expect(theirs.read().alerts).toContain("message");
});

const again = (rows: readonly Row[], { number }: Row) => {
  const first = rows[0];
  return number === 2 && first ? { id: first.id, envelope: first.envelope } : {};
};

test("messages that the server leaves out are missed: in the middle, by their number, and at the end by their author", async () => {
  const hole = await attacked(rowsOf((rows) => rows.filter(({ number }) => number !== 2)));
  expect((await hole.victim()).read().alerts).toContain("message");
  const closed = await attacked(
    rowsOf((rows) => rows.filter(({ number }) => number !== 2).map((row, i) => ({ ...row, number: i + 1 }))),
  );
  expect((await closed.victim()).read().alerts).toContain("order");
  const { scene, clinician } = await attacked();
  const memory = new SessionMemory();
  const talk = await scene.client(clinician, { memory });
  await talk.send(text("the last"), newId());
  scene.server.rows.pop();
  const later = await scene.client(clinician, { memory });
  await later.sync();
  await later.complete();
  expect(later.read().alerts).toContain("order");
});

test("messages that the server puts in another order show as gaps of their author", async () => {
  const at = await attacked(
    rowsOf((rows) => rows.map((row, i) => ({ ...row, ...contents(rows[rows.length - 1 - i] ?? row) }))),
  );
  expect((await at.victim()).read().alerts).toContain("order");
});

const contents = ({ id, envelope }: Row) => ({ id, envelope });

test("what the members sealed as a period cannot be thinned out, nor filled up later", async () => {
  const at = await attacked();
  await at.scene.rotateKeys(at.patient);
  const last = at.scene.server.rows.at(-1);
  await at.talk.send(text("a new period"), newId());
  const sealed = await at.victim();
  expect(sealed.read().alerts).toEqual(new Set());
  at.scene.server.rows = at.scene.server.rows
    .filter((row) => row !== last)
    .map((row, i) => ({ ...row, number: i + 1 }));
  const thinned = await at.victim();
  expect(thinned.read().alerts).toContain("digest");
});

test("a message of a removed member that the server slips in later is marked as outside the sealed period", async () => {
  const at = await attacked();
  const coach = await at.scene.newcomer("coach");
  await at.scene.assign(coach);
  await at.talk.sync();
  await at.talk.reconcile();
  const theirs = await at.scene.client(coach);
  let kept: Bytes | null = null;
  const way = at.scene.server.wayOf(coach);
  const patient = await at.scene.client(coach, {
    way: {
      ...way,
      post: async (envelope) => {
        kept = envelope;
        return { is: "refused", why: "kept back" };
      },
    },
  });
  await theirs.sync();
  await expect(patient.send(text("I was never removed"), newId())).rejects.toThrow();
  const removal = await at.scene.removal(coach);
  await at.scene.server.append(at.scene.server.log.head, [removal.entry], []);
  await at.talk.send(text("among us"), newId());
  if (kept === null) throw new RangeError("nothing was kept");
  const { mid } = parseEnvelope(kept).header;
  const number = at.scene.server.rows.length + 1;
  at.scene.server.rows.push({ id: idOf(mid), number, envelope: kept });
  await at.talk.sync();
  await at.talk.complete();
  const late = at.talk.read().lines.filter((line) => line.late);
  expect(late.map((line) => line.text)).toEqual(["I was never removed"]);
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

// @vitest-environment node
/** A server that lies about what was said, and members who help it: every case of the table in tests/client/test_attacks.py. */
import { expect, test, vi } from "vitest";
import type { Bytes } from "../crypto/mh1/bytes";
import { makeSign1, parseSign1 } from "../crypto/mh1/cose";
import { decode, encode } from "../crypto/mh1/encoding";
import { parseEnvelope } from "../crypto/mh1/envelope";
import { systemRandom as random, ZEROS } from "../crypto/mh1/primitives";
import { compose } from "../crypto/mh1/sending";
import type { Person } from "../crypto/mh1/vectors/world";
import { idOf } from "../keyring/ids";
import { SessionMemory } from "./memory";
import { type Attacked, attacked, headOf, noticed, rowsOf, scribeOf } from "./testing/attacked";
import { newId, text, textsOf } from "./testing/scene";
import type { Row } from "./transport";

vi.setConfig({ testTimeout: 120_000 });

const flipped = (data: Bytes, at: number) => data.map((byte, i) => (i === at ? byte ^ 1 : byte));
const contents = ({ id, envelope }: Row) => ({ id, envelope });
const numbered = (rows: readonly Row[]) => rows.map((row, i) => ({ ...row, number: i + 1 }));

/** The server shows one message more, at this place or as the newest. */
function slipIn({ scene }: Attacked, envelope: Bytes, place = scene.server.rows.length): void {
  const { mid } = parseEnvelope(envelope).header;
  const { rows } = scene.server;
  const row = { id: idOf(mid), number: 0, envelope };
  scene.server.rows = numbered([...rows.slice(0, place), row, ...rows.slice(place)]);
}

/** What somebody seals, whatever they say of themselves. */
function sealed(
  { scene, talk }: Attacked,
  words: string,
  by: Person,
  sender = by,
  m?: Bytes,
): Promise<Bytes> {
  const { world, messages, log } = scene.server;
  const key = m ?? talk.reading.keyring.messageKeys.get(log.epoch);
  if (key === undefined) throw new RangeError("no key");
  const said = {
    sender: sender.uid,
    signer: by.signer,
    m: key,
    content: text(words),
    now: scene.now,
    plan: null,
  };
  return compose(world, messages, said, random);
}

test("an envelope with a bit changed anywhere", async () => {
  const { length } = (await attacked()).scene.server.rows[1]?.envelope ?? ZEROS;
  for (let part = 0; part < 6; part++) {
    const place = Math.floor((part * length) / 6);
    const at = await attacked(
      rowsOf((rows) =>
        rows.map((row) => (row.number === 2 ? { ...row, envelope: flipped(row.envelope, place) } : row)),
      ),
    );
    const theirs = await at.victim();
    expect(textsOf(theirs)).toEqual(["one", "three"]);
    await noticed(theirs, at.scene, "message", "order");
    await theirs.send(text("I see it"), newId());
  }
});

test("a replayed envelope", async () => {
  const at = await attacked(
    rowsOf((rows) =>
      rows.map((row) => (row.number === 2 && rows[0] ? { ...row, ...contents(rows[0]) } : row)),
    ),
  );
  const theirs = await at.victim();
  expect(textsOf(theirs)).toEqual(["one", "three"]);
  expect(theirs.read().alerts).toContain("message");
});

test("a dropped envelope", async () => {
  const at = await attacked(rowsOf((rows) => numbered(rows.filter(({ number }) => number !== 2))));
  await noticed(await at.victim(), at.scene, "order");
});

test("ones own newest message dropped", async () => {
  const { scene, clinician } = await attacked();
  const memory = new SessionMemory();
  await (await scene.client(clinician, { memory })).send(text("the last"), newId());
  scene.server.rows.pop();
  const later = await scene.client(clinician, { memory });
  await later.sync();
  await later.complete();
  await noticed(later, scene, "order");
});

test("a number left out", async () => {
  const at = await attacked(rowsOf((rows) => rows.filter(({ number }) => number !== 2)));
  expect((await at.victim()).read().alerts).toContain("message");
});

test("the same messages without end", async () => {
  const at = await attacked((way) => ({
    readMessages: async () => ({ ...(await way.readMessages(null)), hasMore: true }),
  }));
  const theirs = await at.victim();
  expect(theirs.read()).toMatchObject({ complete: false });
  expect(theirs.read().alerts).toContain("message");
});

test("envelopes in another order", async () => {
  const at = await attacked(
    rowsOf((rows) => rows.map((row, i) => ({ ...row, ...contents(rows[rows.length - 1 - i] ?? row) }))),
  );
  await noticed(await at.victim(), at.scene, "order");
});

test("an envelope of another conversation", async () => {
  const at = await attacked();
  const other = await attacked();
  const [elsewhere] = other.scene.server.rows;
  slipIn(at, elsewhere?.envelope ?? ZEROS);
  await noticed(await at.victim(), at.scene, "message");
});

test("an envelope that names another epoch", async () => {
  const at = await attacked();
  const { payload } = parseSign1(await sealed(at, "which?", at.clinician));
  const [hdr, ...rest] = decode(payload ?? ZEROS) as Bytes[];
  const header = decode(hdr ?? ZEROS) as Map<number, unknown>;
  header.set(2, 1);
  const changed = encode([encode(header as never), ...rest]);
  slipIn(at, await makeSign1(at.clinician.signer, "mh1/msg", changed));
  await noticed(await at.victim(), at.scene, "message");
});

test("an insider sends what opens for nobody", async () => {
  const at = await attacked();
  slipIn(at, await sealed(at, "nothing", at.clinician, at.clinician, random(32)));
  await noticed(await at.victim(), at.scene, "message");
});

test("words put into somebodys mouth", async () => {
  const at = await attacked();
  slipIn(at, await sealed(at, "I agree", at.clinician, at.patient));
  const theirs = await at.victim();
  expect(textsOf(theirs)).toEqual(["one", "two", "three"]);
  await noticed(theirs, at.scene, "message");
});

/** Begins a new epoch, and so seals what was sent. */
async function sealPeriod(at: Attacked): Promise<void> {
  await at.scene.rotateKeys(at.patient);
  await at.talk.send(text("a new period"), newId());
}

test("an envelope dropped from a sealed period", async () => {
  const at = await attacked();
  await sealPeriod(at);
  at.scene.server.rows = numbered(at.scene.server.rows.filter(({ number }) => number !== 2));
  expect((await at.victim()).read().alerts).toContain("digest");
});

test("envelopes of a sealed period in another order", async () => {
  const at = await attacked();
  const patient = await at.victim();
  await patient.send(text("mine"), newId());
  await at.talk.sync();
  await at.scene.rotateKeys(at.clinician);
  const { entry, boxes } = await scribeOf(at.scene, at.patient).rotate({
    ...{ ts: at.scene.now, older: null },
    closing: at.scene.server.messages.digest(0),
  });
  await at.scene.server.append(at.scene.server.log.head, [entry], boxes);
  const [one, two, three, mine] = at.scene.server.rows;
  if (!one || !two || !three || !mine) throw new RangeError("four messages");
  at.scene.server.rows = numbered([mine, one, two, three]);
  await noticed(await at.victim(), at.scene, "digest");
});

/** What a coach seals who is then removed, and whom the server told nothing of it. */
async function removedSends(at: Attacked): Promise<Bytes> {
  const coach = await at.scene.newcomer("coach");
  await at.scene.assign(coach);
  await at.talk.sync();
  await at.talk.reconcile();
  await at.talk.send(text("with the coach"), newId());
  const envelope = await sealed(at, "I was never removed", coach);
  const removal = await at.scene.removal(coach);
  await at.scene.server.append(at.scene.server.log.head, [removal.entry], []);
  return envelope;
}

test("a message sent without knowing of a removal", async () => {
  const at = await attacked();
  const envelope = await removedSends(at);
  await at.talk.send(text("among us"), newId());
  slipIn(at, envelope);
  const theirs = await at.victim();
  expect(
    theirs
      .read()
      .lines.filter(({ late }) => late)
      .map((line) => line.text),
  ).toEqual(["I was never removed"]);
  await noticed(theirs, at.scene, "order");
});

test("a message dated back into a sealed period", async () => {
  const at = await attacked();
  const envelope = await removedSends(at);
  await at.talk.send(text("among us"), newId());
  slipIn(at, envelope, 3);
  expect((await at.victim()).read().alerts).toContain("digest");
});

test("the cut off sender sees it at the first contact", async () => {
  const at = await attacked((way, { server }) => ({
    readLog: async (after) => {
      const log = await way.readLog(after);
      const shown = server.entries.slice(0, 2);
      return { ...log, entries: shown.slice(after + 1), head: headOf(shown) };
    },
  }));
  const coach = await at.scene.newcomer("coach");
  await at.scene.assign(coach);
  await at.talk.sync();
  await at.talk.reconcile();
  const cutOff = await at.victim();
  const removal = await at.scene.removal(coach);
  await at.scene.server.append(at.scene.server.log.head, [removal.entry], []);
  await at.talk.send(text("without the coach"), newId());
  await cutOff.sync();
  await cutOff.complete();
  expect(cutOff.read().alerts).toContain("message");
});

// @vitest-environment node
/** A server that lies about what was said: what each attack comes to on an honest client (2.6, 6). */
import { expect, test, vi } from "vitest";
import type { Bytes } from "../crypto/mh1/bytes";
import { parseEnvelope } from "../crypto/mh1/envelope";
import { idOf } from "../keyring/ids";
import { SessionMemory } from "./memory";
import { attacked, rowsOf } from "./testing/attacked";
import { newId, text, textsOf } from "./testing/scene";
import type { Row } from "./transport";

vi.setConfig({ testTimeout: 120_000 });

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

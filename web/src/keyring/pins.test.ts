// @vitest-environment node
import { expect, test, vi } from "vitest";
import { type Bytes, equal, hex } from "../crypto/mh1/bytes";
import { genesisOf, headOf } from "../crypto/mh1/chains";
import { makeRotate } from "../crypto/mh1/enrolment";
import { hash, systemRandom as random } from "../crypto/mh1/primitives";
import { Refused } from "../crypto/mh1/refused";
import { PRF_INPUT } from "../crypto/mh1/slots";
import { Clinic, Person, START } from "../crypto/mh1/vectors/world";
import { Alarm } from "./alarm";
import { idOf, uidOf } from "./ids";
import { DERIVING } from "./passkey";
import {
  checkDirectory,
  checkGrown,
  decodePins,
  directoryHead,
  encodePins,
  MOST_LOGS,
  type Pins,
  pinOf,
  withLabel,
  withLogs,
  withPin,
} from "./pins";

// Nothing is timed: a busy machine may take as long as it needs.
vi.setConfig({ testTimeout: 120_000 });

const empty: Pins = {
  org: random(16),
  roots: [random(32), random(32), random(32)],
  directory: { seq: 0, hash: random(32) },
  people: [],
  labels: [],
  secret: null,
  logs: [],
};

test("pins are read back as they were written, with the names of one's holders and without", async () => {
  const { chain } = await Person.enrol(random, "clinician");
  const pins = withPin(empty, chain, true);
  expect(decodePins(encodePins(pins))).toEqual(pins);
  const secret = { ...pins, secret: random(16) };
  expect(decodePins(encodePins(secret))).toEqual(secret);
  const named = withLabel(withLabel(pins, chain.uid, "Old name"), chain.uid, "Laptop");
  expect(decodePins(encodePins(named)).labels).toEqual([{ holder: chain.uid, text: "Laptop" }]);
  expect(() => decodePins(encodePins({ ...pins, roots: pins.roots.slice(1) }))).toThrow(Refused);
});

test("pins are written as the client in Python writes them", () => {
  // The same in `tests/client/test_succession.py`.
  const [one, other, third] = [1, 2, 3].map((n) => new Uint8Array(32).fill(n)) as [Bytes, Bytes, Bytes];
  const pins: Pins = {
    ...empty,
    org: new Uint8Array(16),
    roots: [one, other, third],
    directory: { seq: 4, hash: one },
    labels: [{ holder: new Uint8Array(8), text: "Laptop" }],
    secret: Uint8Array.from({ length: 16 }, (_, n) => n),
  };
  expect(hex(hash(encodePins(pins)))).toBe(
    "565dcb9941092f9fb9feaf4dae79467df06c2e73b7f3fbe989321a46400ce40c",
  );
});

test("pins remember so many logs, those that went on last, and none goes back", () => {
  const log = (n: number, seq: number) => ({ cid: uidOf(idOfNumber(n)), seq, hash: random(32) });
  let pins = withLogs(
    empty,
    Array.from({ length: MOST_LOGS + 1 }, (_, n) => log(n, 4)),
  );
  expect(pins.logs[0]?.cid).toEqual(log(1, 0).cid);
  pins = withLogs(pins, [log(1, 5), log(2, 3)]);
  expect(pins.logs.at(-1)).toMatchObject({ cid: log(1, 0).cid, seq: 5 });
  expect(pins.logs.find(({ cid }) => equal(cid, log(2, 0).cid))?.seq).toBe(4);
  expect(decodePins(encodePins(pins))).toEqual(pins);
});

const idOfNumber = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;

test("a chain that went back, or a directory that did, is an alarm", async () => {
  const person = await Person.enrol(random, "clinician");
  const before = person.chain;
  await person.take(await makeRotate(person.chain, person.signer, person.seed, START, random));
  const seen = headOf(person.chain);
  checkGrown(headOf(before), person.chain, "rolled-back");
  expect(() => checkGrown(seen, before, "rolled-back")).toThrow(Alarm);
  const clinic = await Clinic.open(random);
  const early = clinic.directory;
  await clinic.enter(START + 1, { roster: await clinic.roster(2, 3) });
  checkDirectory(directoryHead(early), clinic.directory);
  expect(() => checkDirectory(directoryHead(clinic.directory), early)).toThrow(Alarm);
});

test("compared words count for the same keys only", async () => {
  const person = await Person.enrol(random, "clinician");
  const pins = withPin(empty, person.chain, true);
  const another = await Person.enrol(random, "clinician", { uid: person.uid });
  expect(pinOf(withPin(pins, person.chain), person.uid)?.verified).toBe(true);
  const replaced = pinOf(withPin(pins, another.chain), person.uid);
  expect(replaced?.verified).toBe(false);
  expect(hex(replaced?.genesis ?? random(32))).toBe(hex(genesisOf(another.chain)));
});

test("an id of the product is the protocol's 16 bytes, and back", () => {
  const id = "0190d5a0-7e1c-7c3a-9b1f-2f6d3a4b5c6d";
  expect(idOf(uidOf(id))).toBe(id);
});

test("passkeys are asked for the protocol's one input", () => {
  expect(DERIVING.prf?.eval?.first).toEqual(PRF_INPUT);
});

// @vitest-environment node
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { type Bytes, hex } from "./bytes";
import { EDIT, REACTION, RECEIPT, RETRACT, TEXT } from "./content";
import { publicKey } from "./curve";
import { latest } from "./directory";
import { makeCloseByOffice, makeRotate } from "./enrolment";
import { FULL, NO_HISTORY } from "./entries";
import { parseEnvelope } from "./envelope";
import { Folded } from "./fold";
import { hash, systemRandom as random } from "./primitives";
import { recoverEpoch } from "./reader";
import {
  accessBody,
  EXPORT,
  makeApproval,
  makeRequest,
  makeShareOk,
  verifyRequest,
  verifyShareOk,
} from "./records";
import { Refused } from "./refused";
import { mustRotate } from "./sending";
import { Clinic, DAY, officeSigner, Person, Story } from "./vectors/world";

// Nothing is timed: a busy machine may take as long as it needs.
vi.setConfig({ testTimeout: 120_000 });

const text = (words: string) => ({ type: TEXT, text: words });

const opening = async (roles = ["clinician", "patient"]) => Story.open(await Clinic.open(random), roles);

function first<T>(list: readonly T[]): T {
  const [item] = list;
  if (item === undefined) throw new RangeError("nobody");
  return item;
}

async function join(story: Story, role: string, access: number): Promise<Person> {
  const newcomer = await Person.enrol(random, role);
  story.people.push(newcomer);
  const admission = await story.clinic.admission(newcomer, access);
  const assignment = await story.clinic.assign(story.log.cid, newcomer, access);
  await story.write(first(story.people), (scribe) => scribe.add(admission, assignment, story.beginning()));
  return newcomer;
}

async function readBy(story: Story, person: Person): Promise<string[]> {
  const keyring = await story.keysOf(person);
  const opened = await Promise.all(story.messages.envelopes.map((envelope) => keyring.open(envelope)));
  return opened.flatMap((one) => one?.content.text ?? []);
}

test("who joins later reads everything, who joins without history only what follows", async () => {
  const story = await opening();
  const [clinician] = story.people;
  await story.say(first(story.people), text("before"));
  const doctor = await join(story, "clinician", FULL);
  const coach = await join(story, "coach", NO_HISTORY);
  await story.say(clinician ?? doctor, text("after"));
  expect(await readBy(story, doctor)).toEqual(["before", "after"]);
  expect(await readBy(story, coach)).toEqual(["after"]);
  await expect(story.write(coach, (scribe) => scribe.rotate(story.beginning()))).rejects.toThrow(Refused);
});

test("after a removal the sender rotates first, and who was removed reads the past only", async () => {
  const story = await opening();
  const clinician = first(story.people);
  const coach = await join(story, "coach", FULL);
  await story.say(coach, text("before"));
  await story.write(story.clinic.coordinator, (scribe) => scribe.remove(coach.uid, 4, story.now));
  expect(mustRotate(story.world, story.messages, story.now)).toBe(true);
  await expect(story.say(clinician, text("too early"))).rejects.toThrow("rotate first");
  await story.write(clinician, (scribe) => scribe.rotate(story.beginning()));
  await story.say(clinician, text("after"));
  expect(await readBy(story, coach)).toEqual(["before"]);
  await expect(story.say(coach, text("again"))).rejects.toThrow();
  expect(story.messages.late()).toEqual([]);
});

test("a member who never had an assignment is not removed under the policy, one whose assignment ended is", async () => {
  const story = await opening();
  const [clinician, patient] = story.people;
  if (!clinician || !patient) throw new RangeError("nobody");
  await expect(story.write(clinician, (scribe) => scribe.remove(patient.uid, 0, story.now))).rejects.toThrow(
    Refused,
  );
  const duty = await Person.enrol(random, "clinician");
  story.people.push(duty);
  const standing = await story.clinic.assign(null, duty, FULL, story.now + DAY);
  const admission = await story.clinic.admission(duty, FULL);
  await story.write(clinician, (scribe) => scribe.add(admission, standing, story.beginning()));
  await expect(story.write(clinician, (scribe) => scribe.remove(duty.uid, 0, story.now))).rejects.toThrow(
    Refused,
  );
  story.now += 2 * DAY;
  await story.write(clinician, (scribe) => scribe.remove(duty.uid, 0, story.now));
  expect(story.log.members.size).toBe(2);
  const again = await story.clinic.admission(duty, FULL);
  await expect(
    story.write(clinician, (scribe) => scribe.add(again, standing, story.beginning())),
  ).rejects.toThrow(Refused);
});

test("a coordinator who creates never lets anything be written under the secret it knows", async () => {
  const clinic = await Clinic.open(random);
  const clinician = await Person.enrol(random, "clinician");
  const story = new Story(clinic, [clinician]);
  const admissions = [await clinic.admission(clinician, FULL)];
  await story.write(clinic.coordinator, (scribe) => scribe.create(admissions, story.now));
  await expect(story.say(clinician, text("too early"))).rejects.toThrow("rotate first");
  await story.write(clinician, (scribe) => scribe.rotate(story.beginning()));
  await story.say(clinician, text("hello"));
  expect(await readBy(story, clinician)).toEqual(["hello"]);
});

test("whoever lost everything is readmitted with another chain, and reads the whole history again", async () => {
  const story = await opening();
  const [clinician, patient] = story.people;
  if (!clinician || !patient) throw new RangeError("nobody");
  await story.say(patient, text("before the loss"));
  const again = await Person.enrol(random, "patient", { uid: patient.uid });
  const { identity, coordinator } = story.clinic.offices;
  const offices = [officeSigner(identity), officeSigner(coordinator)] as const;
  const closing = await makeCloseByOffice(patient.chain, ...offices, again.genesis, story.now);
  const keys = { identity: [publicKey(identity)], coordinators: [publicKey(coordinator)] };
  await patient.take({ entries: [closing], boxes: [], seed: patient.seed }, keys);
  expect(mustRotate(story.world, story.messages, story.now)).toBe(true);
  story.people.push(again);
  const admission = await story.clinic.admission(again, FULL);
  await story.write(clinician, (scribe) => scribe.readmit(admission, story.beginning()));
  await story.say(again, text("after it"));
  expect(await readBy(story, again)).toEqual(["before the loss", "after it"]);
});

test("a missing history link can be posted later, once", async () => {
  const story = await opening();
  const clinician = first(story.people);
  await story.say(clinician, text("before"));
  await story.write(clinician, (scribe) => scribe.rotate(story.beginning(true)));
  const newcomer = await join(story, "clinician", FULL);
  expect(await readBy(story, newcomer)).toEqual([]);
  const [older, secret] = story.secrets;
  if (!older || !secret) throw new RangeError("no secrets");
  const link = () => story.write(clinician, (scribe) => scribe.link(1, secret, older, story.now));
  await link();
  expect(await readBy(story, newcomer)).toEqual(["before"]);
  await expect(link()).rejects.toThrow(Refused);
});

test("a new roster makes the epoch stale until it is reshared, and two of its officers recover the epoch", async () => {
  const story = await opening();
  const clinician = first(story.people);
  await story.say(clinician, text("kept"));
  await story.clinic.enter(story.now, { roster: await story.clinic.roster(2, 3) });
  story.now += 1;
  expect(mustRotate(story.world, story.messages, story.now)).toBe(true);
  const secret = first(story.secrets);
  await story.write(clinician, (scribe) => scribe.reshare(secret, story.now));
  expect(mustRotate(story.world, story.messages, story.now)).toBe(false);
  const seeds = (story.clinic.rosters.at(-1) ?? []).map(({ box }, i) => ({ x: i + 1, seed: box }));
  const boxes = new Map(story.boxes.map((box) => [hex(hash(box)), box]));
  const recover = (officers: typeof seeds) =>
    recoverEpoch(story.clinic.directory, story.log, 0, officers, boxes);
  expect(await recover(seeds.slice(1))).toEqual(secret);
  await expect(recover(seeds.slice(1, 2))).rejects.toThrow("fewer shares");
  await expect(recover([{ x: 1, seed: random(32) }, ...seeds.slice(1)])).rejects.toThrow(Refused);
});

test("records access is written by an officer with enough approvals, and marks the epoch", async () => {
  const story = await opening();
  const { clinic, log } = story;
  const request = await makeRequest(officeSigner(clinic.offices.coordinator), {
    cid: log.cid,
    first: 0,
    last: 0,
    purpose: EXPORT,
    basis: "a synthetic order",
    subject: random(16),
    workstation: random(32),
    recipient: random(8),
    expiry: story.now + DAY,
  });
  const { hash: name } = await verifyRequest(request, latest(clinic.directory), story.now);
  const officers = clinic.rosters.at(-1) ?? [];
  const approve = (x: number) => {
    const signer = officeSigner(officers[x - 1]?.sign ?? random(32));
    return makeApproval(signer, { cid: log.cid, request: name, x, ts: story.now });
  };
  const one = await approve(1);
  const body = (...approvals: Bytes[]) => accessBody(name, 0, 0, EXPORT, approvals);
  const write = (x: number, ...approvals: Bytes[]) =>
    story.writeAsOfficer(x, (scribe) => scribe.recordsAccess(body(...approvals), story.now));
  await expect(write(1, one, await approve(1))).rejects.toThrow("too few officers");
  await expect(write(3, one, await approve(2))).rejects.toThrow("none of the officers");
  await write(2, one, await approve(2));
  expect(log.marked).toBe(true);
  const ok = { cid: log.cid, share: random(32), x: 3, ts: story.now, e: 0 };
  const signed = await makeShareOk(officeSigner(officers[2]?.sign ?? random(32)), ok);
  expect(await verifyShareOk(signed, latest(clinic.directory).roster)).toEqual(ok);
});

test("the policy tightens and never loosens, and a digest must be of the messages there are", async () => {
  const story = await opening();
  const { coordinator } = story.clinic;
  const clinician = first(story.people);
  await story.write(coordinator, (scribe) => scribe.policy(7, 2, story.now));
  await expect(story.write(coordinator, (scribe) => scribe.policy(8, 2, story.now))).rejects.toThrow(Refused);
  await expect(story.write(clinician, (scribe) => scribe.policy(6, 1, story.now))).rejects.toThrow(Refused);
  await story.say(clinician, text("one"));
  await story.write(clinician, (scribe) => scribe.checkpoint(story.messages.digest(0), story.now));
  expect(story.messages.late()).toEqual([]);
  await story.say(clinician, text("two"));
  expect(mustRotate(story.world, story.messages, story.now)).toBe(true);
  await story.write(clinician, (scribe) => scribe.checkpoint({ size: 3, root: random(32) }, story.now));
  expect(() => story.messages.late()).toThrow("integrity alert");
});

test("edits and retractions are honoured of the author and upon the latest version only", async () => {
  const story = await opening();
  const [clinician, patient] = story.people;
  if (!clinician || !patient) throw new RangeError("nobody");
  const { header, hash: base } = parseEnvelope(await story.say(clinician, text("helo")));
  const target = header.mid;
  await story.say(patient, { type: EDIT, text: "mine now", target, base });
  const edited = parseEnvelope(await story.say(clinician, { type: EDIT, text: "hello", target, base }));
  await story.say(clinician, { type: EDIT, text: "late", target, base });
  await story.say(patient, { type: REACTION, target, emoji: "👍" });
  await story.say(patient, { type: RECEIPT, target });
  const folded = new Folded();
  const keyring = await story.keysOf(patient);
  const takeAll = async (from: number) => {
    for (const envelope of story.messages.envelopes.slice(from)) {
      const opened = await keyring.open(envelope);
      if (opened) folded.take(envelope, opened.content);
    }
  };
  await takeAll(0);
  expect(folded.items.get(hex(target))?.content?.text).toBe("hello");
  expect(folded.reactions.get(hex(target))?.get("👍")).toEqual(new Set([hex(patient.uid)]));
  expect(folded.receipts.get(hex(target))).toEqual(new Set([hex(patient.uid)]));
  const known = story.messages.envelopes.length;
  await story.say(clinician, { type: RETRACT, target, base: edited.hash });
  await takeAll(known);
  expect(folded.items.get(hex(target))?.content).toBeNull();
  expect(folded.items.get(hex(target))?.versions).toHaveLength(3);
});

test("a conversation goes stale when a member's keys are rotated", async () => {
  const story = await opening();
  const patient = story.people[1] ?? first(story.people);
  await patient.take(await makeRotate(patient.chain, patient.signer, patient.seed, story.now, random));
  expect(mustRotate(story.world, story.messages, story.now)).toBe(true);
  await story.write(first(story.people), (scribe) => scribe.rotate(story.beginning()));
  await story.say(patient, text("under new keys"));
  expect(await readBy(story, patient)).toEqual(["under new keys"]);
});

/** Who may read what, kept beside the protocol: the epochs of a member, and all before for those with history. */
test("whatever happens, exactly those read a message who were members, or joined with history later", async () => {
  const step = fc.constantFrom("say", "say", "join", "join without", "remove", "rotate keys");
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 9 }), async (steps) => {
      const story = await opening(["clinician"]);
      const expected = new Map<Person, Set<string>>([[first(story.people), new Set()]]);
      const present = new Set(story.people);
      for (const [i, what] of steps.entries()) await happen(story, what, `message ${i}`, expected, present);
      for (const [person, words] of expected) expect(new Set(await readBy(story, person))).toEqual(words);
    }),
    { numRuns: 6 },
  );
});

async function happen(
  story: Story,
  what: string,
  words: string,
  expected: Map<Person, Set<string>>,
  present: Set<Person>,
): Promise<void> {
  const clinician = first(story.people);
  const last = [...present].at(-1) ?? clinician;
  if (what === "join" || what === "join without") {
    const newcomer = await join(story, "coach", what === "join" ? FULL : NO_HISTORY);
    expected.set(newcomer, new Set(what === "join" ? expected.get(clinician) : []));
    present.add(newcomer);
  } else if (what === "remove" && last !== clinician) {
    await story.write(story.clinic.coordinator, (scribe) => scribe.remove(last.uid, 0, story.now));
    present.delete(last);
  } else if (what === "rotate keys") {
    await last.take(await makeRotate(last.chain, last.signer, last.seed, story.now, random));
  } else if (what === "say") {
    if (mustRotate(story.world, story.messages, story.now)) {
      await story.write(clinician, (scribe) => scribe.rotate(story.beginning()));
    }
    await story.say(clinician, text(words));
    for (const person of present) expected.get(person)?.add(words);
  }
}

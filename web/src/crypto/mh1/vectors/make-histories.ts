/** Vectors of whole histories with fresh keys: chains with holders, a directory, a conversation of every type of entry. */
import { boxPublicKey } from "../box";
import { hex } from "../bytes";
import { KIT, PASSKEY } from "../cards";
import { generationOf, genesisOf, headOf, publicOf } from "../chains";
import { publicKey } from "../curve";
import { latest } from "../directory";
import {
  deviceHolder,
  makeAddHolder,
  makeCloseByOffice,
  makeRevoke,
  makeRotate,
  newDevice,
  slotHolder,
} from "../enrolment";
import { FULL, NO_HISTORY } from "../entries";
import { parseEnvelope } from "../envelope";
import { Folded } from "../fold";
import { makeInvite, tokenSigner, verifyInvite } from "../invite";
import { hash, type Random, ZEROS } from "../primitives";
import { accessBody, EXPORT, makeApproval, makeRequest, verifyRequest } from "../records";
import { mustRotate } from "../sending";
import type { UserChain } from "../userchain";
import { type Draft, refused } from "./drafts";
import { Clinic, DAY, FOREVER, officeSigner, Person, START, Story } from "./world";

/** Vectors of the kinds userchain, directory and conversation. */
export async function makeHistories(random: Random): Promise<Draft[]> {
  return [...(await userchains(random)), ...(await directories(random)), ...(await conversations(random))];
}

function expectedOf(chain: UserChain): object {
  const { enc, sign } = publicOf(chain, generationOf(chain));
  const head = headOf(chain);
  return {
    seq: head.seq,
    hash: head.hash,
    genesis: genesisOf(chain),
    g: generationOf(chain),
    enc_pk_sha256: hash(enc),
    sign_pk: sign,
    holders: [...chain.holders.keys()].sort(),
    closed: chain.closed,
  };
}

async function userchains(random: Random): Promise<Draft[]> {
  const seeds = [random(32), random(32)] as const;
  const kit = await slotHolder(KIT, seeds[0], null, random);
  const passkey = await slotHolder(PASSKEY, seeds[1], random(40), random);
  const person = await Person.enrol(random, "clinician", { slots: [kit] });
  const firstSeed = person.seed;
  const add = async (holder: Parameters<typeof makeAddHolder>[3]) =>
    person.take(await makeAddHolder(person.chain, person.signer, person.seed, holder, START + 1, random));
  const phone = newDevice(random);
  await add(await deviceHolder(phone));
  await add(passkey);
  await person.take(
    await makeRevoke(person.chain, person.signer, person.seed, [phone.id], 1, START + 2, random),
  );
  await person.take(await makeRotate(person.chain, person.signer, person.seed, START + 3, random));
  const unlocks = [
    { holder: kit.id, seed: seeds[0] },
    { holder: passkey.id, seed: seeds[1] },
    { holder: person.device.id, seed: person.device.boxSeed },
  ].map((one) => ({ ...one, puk: person.seed, first: firstSeed }));
  const { uid, entries, boxes, chain } = person;
  const expect = expectedOf(chain);
  const draft: Draft = { kind: "userchain", name: "chain", ok: true, uid, entries, boxes, unlocks, expect };
  return [
    draft,
    refused(draft, "no rotation", [["entries"], "keep", 4]),
    refused(draft, "bit", [["entries", 3], "flip", 60, 1]),
    await closedChain(random),
  ];
}

async function closedChain(random: Random): Promise<Draft> {
  const clinic = await Clinic.open(random);
  const uid = random(16);
  const { invite: data, token } = await makeInvite(officeSigner(clinic.offices.intake), uid, FOREVER, random);
  const invite = await verifyInvite(data, latest(clinic.directory), START);
  const signer = { ...(await tokenSigner(invite, token)), pk: invite.tokenPk };
  const patient = await Person.enrol(random, "patient", { uid, token: signer });
  const { identity, coordinator } = clinic.offices;
  const offices = [officeSigner(identity), officeSigner(coordinator)] as const;
  const closing = await makeCloseByOffice(patient.chain, ...offices, random(32), START);
  const office = { identity: [publicKey(identity)], coordinators: [publicKey(coordinator)] };
  await patient.take({ entries: [closing], boxes: [], seed: patient.seed }, office);
  const { entries, chain } = patient;
  const fields = { uid, entries, token: invite.tokenPk, office, expect: expectedOf(chain) };
  return { kind: "userchain", name: "closed chain of an invited patient", ok: true, ...fields };
}

async function directories(random: Random): Promise<Draft[]> {
  const clinic = await Clinic.open(random, 3, 5);
  await clinic.enter(START + DAY, { roster: await clinic.roster(2, 2) });
  const person = await Person.enrol(random, "patient");
  const { uid, genesis } = person;
  const attestation = { cose: await clinic.attest(person), uid, genesis, ts: START + DAY, role: "patient" };
  const { invite, token } = await makeInvite(officeSigner(clinic.offices.intake), uid, FOREVER, random);
  const { tokenPk } = await verifyInvite(invite, latest(clinic.directory), START + DAY);
  const invited = { cose: invite, token, uid, pk: tokenPk, ts: START };
  const { hash: head, rosterHash } = latest(clinic.directory);
  const { org, entries } = clinic;
  const roots = clinic.roots.map(publicKey);
  const given = { org, roots, entries, attestations: [attestation], invites: [invited] };
  const expect = { hash: head, roster: rosterHash };
  const draft: Draft = { kind: "directory", name: "directory", ok: true, ...given, expect };
  return [draft, refused(draft, "no entries", [["entries"], "keep", 0])];
}

async function conversations(random: Random): Promise<Draft[]> {
  const story = await told(random);
  const draft = await conversation(story);
  const last = story.entries.length - 1;
  return [
    draft,
    refused(draft, "entry bit", [["log", last], "flip", 200, 0]),
    refused(draft, "entry dropped", [["log", 2], "remove"]),
    refused(draft, "box missing", [["boxes", 3], "remove"]),
    refused(draft, "message dropped", [["messages", 0], "remove"], [["contents", 0], "remove"]),
    refused(draft, "message twice", [["messages"], "insert", 1, story.sent[0]]),
    await emptyConversation(random),
  ];
}

/** A story with every type of entry, people who come, go, and lose everything, and every kind of event. */
async function told(random: Random): Promise<Story> {
  const clinic = await Clinic.open(random);
  const story = await Story.open(clinic, ["clinician", "patient"]);
  const [clinician, patient] = story.people;
  if (!clinician || !patient) throw new RangeError("nobody");
  const { header, hash: base } = parseEnvelope(await story.say(clinician, { type: 0, text: "Willkommen" }));
  const target = header.mid;
  await story.say(patient, { type: 3, target, emoji: "👍" });
  const coach = await joined(story, clinician, "coach", NO_HISTORY);
  const edited = await story.say(clinician, { type: 1, text: "Welcome", target, base });
  await story.say(coach, { type: 0, text: "Hello from the coach" }, random(16));
  await story.write(clinic.coordinator, (scribe) => scribe.remove(coach.uid, 1, story.now));
  await story.write(clinician, (scribe) => scribe.rotate(story.beginning(true)));
  const [older, secret] = story.secrets.slice(-2);
  const e = story.log.epoch;
  await story.write(clinician, (scribe) => scribe.link(e, secret ?? ZEROS, older ?? ZEROS, story.now));
  await story.say(patient, { type: 0, text: "to be retracted" });
  await retractLast(story, patient);
  await story.write(clinician, (scribe) => scribe.checkpoint(story.messages.digest(e), story.now));
  await clinic.enter(story.now, { roster: await clinic.roster(2, 2) });
  await story.write(clinician, (scribe) => scribe.reshare(secret ?? ZEROS, story.now));
  await story.write(clinic.coordinator, (scribe) => scribe.policy(7, 100, story.now));
  const duty = await joined(story, clinician, "clinician", FULL, true);
  await duty.take(await makeRotate(duty.chain, duty.signer, duty.seed, story.now, random));
  await readmitted(story, clinician, patient);
  await records(story);
  await story.write(duty, (scribe) => scribe.rotate(story.beginning()));
  await story.say(duty, { type: 6, text: '{"phq9":9}' });
  await story.say(duty, { type: 5, target: parseEnvelope(edited).header.mid });
  return story;
}

async function joined(
  story: Story,
  author: Person,
  role: string,
  access: number,
  standing = false,
): Promise<Person> {
  const { clinic, log, now } = story;
  const newcomer = await Person.enrol(clinic.random, role);
  story.people.push(newcomer);
  const admission = await clinic.admission(newcomer, access);
  const assigned = standing
    ? clinic.assign(null, newcomer, access, now + DAY)
    : clinic.assign(log.cid, newcomer, access);
  const assignment = await assigned;
  await story.write(author, (scribe) => scribe.add(admission, assignment, story.beginning()));
  return newcomer;
}

async function retractLast(story: Story, author: Person): Promise<void> {
  const last = story.messages.envelopes.at(-1);
  if (last) await story.say(author, { type: 2, target: last.header.mid, base: last.hash });
}

async function readmitted(story: Story, author: Person, lost: Person): Promise<void> {
  const again = await Person.enrol(story.clinic.random, lost.role, { uid: lost.uid });
  story.people.push(again);
  const admission = await story.clinic.admission(again, FULL);
  await story.write(author, (scribe) => scribe.readmit(admission, story.beginning()));
  await story.say(again, { type: 0, text: "New phone, full history" });
}

async function records(story: Story): Promise<void> {
  const { clinic, log } = story;
  const request = await makeRequest(officeSigner(clinic.offices.coordinator), {
    cid: log.cid,
    first: 0,
    last: log.epoch,
    purpose: EXPORT,
    basis: "a synthetic order",
    subject: clinic.random(16),
    workstation: hash(await boxPublicKey(clinic.random(32))),
    recipient: clinic.random(32),
    expiry: story.now + DAY,
  });
  const { hash: name } = await verifyRequest(request, latest(clinic.directory), story.now);
  const officers = clinic.rosters.at(-1) ?? [];
  const approvals = officers.map(({ sign }, i) =>
    makeApproval(officeSigner(sign), { cid: log.cid, request: name, x: i + 1, ts: story.now }),
  );
  const body = accessBody(name, 0, log.epoch, EXPORT, await Promise.all(approvals));
  await story.writeAsOfficer(2, (scribe) => scribe.recordsAccess(body, story.now));
}

async function emptyConversation(random: Random): Promise<Draft> {
  const story = await Story.open(await Clinic.open(random), ["clinician"]);
  return conversation(story, "conversation without messages");
}

async function conversation(story: Story, name = "conversation"): Promise<Draft> {
  const { clinic, log, messages, now } = story;
  const people = [clinic.coordinator, ...story.people];
  const readers = await Promise.all(story.people.map((person) => reader(story, person)));
  const officers = (clinic.rosters.at(-1) ?? []).slice(0, 2).map(({ box }, i) => [i + 1, box]);
  const e = log.epoch;
  const texts = await textsOf(story);
  return {
    kind: "conversation",
    name,
    ok: true,
    org: clinic.org,
    roots: clinic.roots.map(publicKey),
    directory: clinic.entries,
    users: people.map(({ uid, entries }) => ({ uid, entries })),
    cid: log.cid,
    log: story.entries,
    boxes: story.boxes,
    messages: story.sent,
    contents: story.contents,
    now,
    readers,
    recover: [{ e, officers, s: story.secrets[e] }],
    expect: {
      entries: log.hashes,
      epoch: e,
      stale: mustRotate(story.world, messages, now),
      members: [...log.members.keys()].sort().map((uid) => [uid, log.members.get(uid)?.access]),
      late: messages.late(),
      gaps: messages.gaps,
      messages: messages.envelopes.map((envelope) => envelope.hash),
      texts,
    },
  };
}

async function reader(story: Story, person: Person): Promise<object> {
  const keyring = await story.keysOf(person);
  const ascending = ([a]: readonly [number, unknown], [b]: readonly [number, unknown]) => a - b;
  const reads = story.messages.envelopes.flatMap(({ header }, i) =>
    keyring.messageKeys.has(header.epoch) ? [i] : [],
  );
  return {
    uid: person.uid,
    genesis: person.genesis,
    g: generationOf(person.chain),
    seed: person.seed,
    s: [...keyring.secrets].sort(ascending).map(([e, { s }]) => [e, s]),
    m: [...keyring.messageKeys].sort(ascending),
    reads,
  };
}

/** The texts as the first member, who reads everything, sees them. */
async function textsOf(story: Story): Promise<unknown[]> {
  const [person] = story.people;
  const folded = new Folded();
  const keyring = person && (await story.keysOf(person));
  for (const envelope of story.messages.envelopes) {
    const opened = await keyring?.open(envelope);
    if (opened) folded.take(envelope, opened.content);
  }
  return [...folded.items.values()]
    .map(({ mid, content }) => [hex(mid), content?.text ?? null] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

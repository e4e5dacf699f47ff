/** Measures the library where it runs: messages sealed and opened, and a newcomer who opens a long history. */
import { inBatches } from "../batches";
import { type Bytes, hex } from "../bytes";
import { generationOf, ownGenerations } from "../chains";
import { verifyMessages } from "../conversation";
import { publicKey } from "../curve";
import { FULL } from "../entries";
import { openEnvelope, parseEnvelope, sealEnvelope, verifyEnvelope } from "../envelope";
import { epochKeys } from "../epoch";
import { verifyLog } from "../log";
import { hash, hkdfKey, systemRandom as random, ZEROS } from "../primitives";
import { readKeys } from "../reader";
import { Clinic, Person, Story } from "./world";

const CHARACTERS = 400;

/** Rates per second, and times in milliseconds. */
export interface Measured {
  readonly sealsPerSecond: number;
  readonly opensPerSecond: number;
  /** Nothing but native verification of one signature: what this machine gives at the moment. */
  readonly bareVerifiesPerSecond: number;
  readonly newcomer: {
    readonly messages: number;
    readonly epochs: number;
    readonly logMs: number;
    readonly verifyMs: number;
    readonly keysMs: number;
    readonly openMs: number;
    readonly allMs: number;
  };
}

/** Measures with so many messages in so many epochs. */
export async function measure(messages: number, epochs: number): Promise<Measured> {
  const story = await Story.open(await Clinic.open(random), ["clinician", "patient"]);
  return { ...(await rates(story, messages)), newcomer: await newcomer(story, messages, epochs) };
}

async function rates(story: Story, count: number): Promise<Omit<Measured, "newcomer">> {
  const [person] = story.people;
  if (!person) throw new RangeError("nobody");
  const m = await hkdfKey(random(32));
  const header = {
    cid: story.log.cid,
    epoch: 0,
    sender: person.uid,
    entry: story.log.head,
    time: 0,
    plan: null,
  };
  const place = { ...header, counter: 1, previous: ZEROS };
  const content = { type: 0, text: "x".repeat(CHARACTERS) };
  const pk = publicKey(person.device.signSeed);
  const seal = () => sealEnvelope(person.signer, m, { ...place, mid: random(16) }, content, random);
  const open = async (data: Bytes) => {
    const envelope = parseEnvelope(data);
    await verifyEnvelope(envelope, pk);
    await openEnvelope(envelope, m);
  };
  await open(await seal());
  const sealed = await timed(count, () => seal());
  const opened = await timed(count, (i) => open(sealed.made[i] ?? ZEROS));
  const { signed, signature } = parseEnvelope(await seal());
  const key = await crypto.subtle.importKey("raw", pk, "Ed25519", false, ["verify"]);
  const bare = await timed(count, () => crypto.subtle.verify("Ed25519", key, signature, signed));
  return {
    sealsPerSecond: sealed.perSecond,
    opensPerSecond: opened.perSecond,
    bareVerifiesPerSecond: bare.perSecond,
  };
}

async function timed<T>(
  count: number,
  make: (i: number) => Promise<T>,
): Promise<{ made: T[]; perSecond: number }> {
  const places = Array.from({ length: count }, (_, i) => i);
  const begun = performance.now();
  const made = await inBatches(places, make);
  return { made, perSecond: Math.round((count * 1000) / (performance.now() - begun)) };
}

async function newcomer(story: Story, messages: number, epochs: number): Promise<Measured["newcomer"]> {
  const [author] = story.people;
  if (!author) throw new RangeError("nobody");
  await tell(story, author, messages, epochs);
  const person = await Person.enrol(random, "clinician");
  story.people.push(person);
  const admission = await story.clinic.admission(person, FULL);
  const assignment = await story.clinic.assign(story.log.cid, person, FULL);
  await story.write(author, (scribe) => scribe.add(admission, assignment, story.beginning()));

  const begun = performance.now();
  const { world } = story;
  const log = await verifyLog(world, story.log.cid, story.entries);
  const logged = performance.now();
  const verified = await verifyMessages(world, log, story.sent);
  verified.late();
  const signed = performance.now();
  const own = await ownGenerations(person.chain, person.seed, generationOf(person.chain));
  const boxes = new Map(story.boxes.map((box) => [hex(hash(box)), box]));
  const keyring = await readKeys(
    world.directory,
    log,
    { uid: person.uid, genesis: person.genesis, own },
    boxes,
  );
  const keyed = performance.now();
  if ((await keyring.openAll(verified.envelopes)).includes(null))
    throw new RangeError("a message stays closed");
  const opened = performance.now();
  return {
    messages: verified.envelopes.length,
    epochs: log.epoch,
    logMs: Math.round(logged - begun),
    verifyMs: Math.round(signed - logged),
    keysMs: Math.round(keyed - signed),
    openMs: Math.round(opened - keyed),
    allMs: Math.round(opened - begun),
  };
}

/** So many messages, with a rotation after each epoch's share of them. */
async function tell(story: Story, author: Person, messages: number, epochs: number): Promise<void> {
  const content = { type: 0, text: "x".repeat(CHARACTERS) };
  for (let i = 0; i < messages; i++) {
    if (i > 0 && i % (messages / epochs) === 0) {
      await story.write(author, (scribe) => scribe.rotate(story.beginning()));
    }
    const { m } = await epochKeys(story.secrets[story.log.epoch] ?? ZEROS, story.log.cid, story.log.epoch);
    await story.sayWith(m, author, content);
  }
}

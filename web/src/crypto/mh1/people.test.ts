// @vitest-environment node

import { expect, test, vi } from "vitest";
import { stretch } from "./argon2";
import { boxPublicKey } from "./box";
import { equal, hex } from "./bytes";
import { KIT, PASSPHRASE } from "./cards";
import { generationOf, ownGenerations, unlock } from "./chains";
import { TEXT } from "./content";
import { curveVerify, publicKey } from "./curve";
import { latest } from "./directory";
import { sign, verify } from "./ed25519";
import { deviceHolder, makeAddHolder, makeRevoke, newDevice, slotHolder } from "./enrolment";
import { openEnvelope, parseEnvelope } from "./envelope";
import { openFile, sealedLength, sealFile } from "./files";
import { makeInvite, tokenSigner, verifyInvite } from "./invite";
import { hash, type Random, systemRandom as random } from "./primitives";
import { Refused } from "./refused";
import { makeReport, openDisclosure, sealDisclosure, verifyReport } from "./report";
import { kitSeed, passphraseSeed } from "./slots";
import { Clinic, DAY, officeSigner, Person, START, Story } from "./vectors/world";

// Nothing is timed: a busy machine may take as long as it needs.
vi.setConfig({ testTimeout: 120_000 });

test("a stolen phone is revoked, and every other holder unlocks the new keys and all before", async () => {
  const uid = random(16);
  const kit = random(19);
  const slots = [
    await slotHolder(KIT, await kitSeed(kit, uid), null, random),
    await slotHolder(
      PASSPHRASE,
      await passphraseSeed("correct horse", random(16), random(16), uid, stretch),
      random(16),
      random,
    ),
  ];
  const person = await Person.enrol(random, "patient", { uid, slots });
  const old = person.seed;
  const phone = newDevice(random);
  const holder = await deviceHolder(phone);
  await person.take(await makeAddHolder(person.chain, person.signer, person.seed, holder, START, random));
  const revoking = makeRevoke(person.chain, person.signer, person.seed, [phone.id], 2, START, random);
  await person.take(await revoking);
  expect(generationOf(person.chain)).toBe(2);
  const boxes = new Map(person.boxes.map((box) => [hex(hash(box)), box]));
  const seed = await unlock(person.chain, slots[0]?.id ?? uid, await kitSeed(kit, uid), boxes);
  expect(seed).toEqual(person.seed);
  expect((await ownGenerations(person.chain, seed, 2)).at(-1)?.seed).toEqual(old);
  await expect(unlock(person.chain, phone.id, phone.boxSeed, boxes)).rejects.toThrow("no such holder");
});

test("an invited patient's chain needs the token, and no other token gives it", async () => {
  const clinic = await Clinic.open(random);
  const uid = random(16);
  const intake = officeSigner(clinic.offices.intake);
  const { invite: data, token } = await makeInvite(intake, uid, START + DAY, random);
  const invite = await verifyInvite(data, latest(clinic.directory), START);
  const signer = await tokenSigner(invite, token);
  const patient = await Person.enrol(random, "patient", { uid, token: { ...signer, pk: invite.tokenPk } });
  expect(equal(patient.token ?? uid, invite.tokenPk)).toBe(true);
  await expect(tokenSigner(invite, random(16))).rejects.toThrow("another invite");
  await expect(verifyInvite(data, latest(clinic.directory), START + 2 * DAY)).rejects.toThrow("ended");
});

test("a report discloses one message, and proves who wrote it", async () => {
  const story = await Story.open(await Clinic.open(random), ["clinician", "patient"]);
  const [clinician, patient] = story.people;
  if (!clinician || !patient) throw new RangeError("nobody");
  const data = await story.say(clinician, { type: TEXT, text: "reported" });
  const envelope = parseEnvelope(data);
  const m = (await story.keysOf(patient)).messageKeys.get(0) ?? random(32);
  const { okm } = await openEnvelope(envelope, m);
  const ids = [story.log.cid, envelope.header.mid, patient.uid] as const;
  const safety = story.clinic.safety;
  const box = await sealDisclosure(await boxPublicKey(safety), ...ids, data, okm, random);
  const about = { cid: ids[0], mid: ids[1], reporter: ids[2], ts: story.now, box };
  const devicePk = publicKey(patient.device.signSeed);
  expect(await verifyReport(await makeReport(patient.signer, about), devicePk)).toEqual(about);
  const writer = publicKey(clinician.device.signSeed);
  expect((await openDisclosure(safety, ...ids, writer, box)).content.text).toBe("reported");
  await expect(openDisclosure(safety, ...ids, devicePk, box)).rejects.toThrow(Refused);
});

test("a file comes back as it was, and its length is known before", async () => {
  const [key, cid, blob] = [random(32), random(16), random(16)];
  for (const size of [0, 1, 1000, 2 ** 20 - 56, 2 ** 20]) {
    const file = new Uint8Array(size).fill(7);
    const sealed = await sealFile(key, cid, blob, file, random);
    expect(sealed.length).toBe(sealedLength(size));
    expect(equal(await openFile(key, cid, blob, size, sealed), file)).toBe(true);
  }
});
test("the same randomness makes the same boxes and messages", async () => {
  const counting = (): Random => {
    let n = 0;
    return (length) => Uint8Array.from({ length }, () => n++ % 251);
  };
  const make = async () => {
    const story = new Story(await Clinic.open(counting()), []);
    return hex(story.log.cid) + hex(story.clinic.entries[0] ?? new Uint8Array());
  };
  expect(await make()).toBe(await make());
});

test("an engine without Ed25519 signs and verifies all the same", async () => {
  const [seed, message] = [random(32), random(10)];
  const absent = () => Promise.reject(new DOMException("", "NotSupportedError"));
  vi.spyOn(crypto.subtle, "importKey").mockImplementation(absent);
  const signature = await sign(seed, message);
  await verify(publicKey(seed), message, signature);
  await expect(verify(publicKey(seed), random(10), signature)).rejects.toThrow(Refused);
  vi.restoreAllMocks();
  expect(await sign(seed, message)).toEqual(signature);
  expect(curveVerify(publicKey(seed), message, signature)).toBe(true);
});

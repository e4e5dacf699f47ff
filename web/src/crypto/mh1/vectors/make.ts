/** Makes a vector file of fresh keys with this library, for an implementation in another language to check. */
import { stretch } from "../argon2";
import { boxPublicKey, escrowOf, grantOf, type Purpose, recordsOf, reportOf, sealBox, slotOf } from "../box";
import { type Bytes, hex } from "../bytes";
import { makeCheckpoint } from "../checkpoint";
import type { Content } from "../content";
import { publicKey } from "../curve";
import { sign, signerOf } from "../ed25519";
import { encode } from "../encoding";
import { openEnvelope, parseEnvelope, sealEnvelope } from "../envelope";
import { epochKeys, exported, sealHistory } from "../epoch";
import { shares } from "../escrow";
import { sealFile } from "../files";
import { kitText } from "../kit";
import { CONVERSATION_CHAIN, leafData, merkleRoot } from "../merkle";
import { keyOfPlace, type OwnPurpose, ownKey, sealOwn } from "../own";
import { hash, type Random, ZEROS } from "../primitives";
import { pukKeys, pukKid, pukPublic, sealPrevious } from "../puk";
import { sealDisclosure } from "../report";
import { kitSeed, passkeySeed, passphraseSeed } from "../slots";
import { type Draft, refused } from "./drafts";
import { filePlaintext } from "./kinds";
import { makeHistories } from "./make-histories";

function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return hex(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, plain(item)]));
}

/** The text of a vector file. */
export async function makeText(random: Random): Promise<string> {
  const drafts = [
    ...(await keys(random)),
    ...(await holders(random)),
    ...(await boxes(random)),
    ...(await ownThings(random)),
    ...(await messages(random)),
    ...(await escrow(random)),
    ...(await files(random)),
    ...(await transparency(random)),
    ...(await makeHistories(random)),
  ];
  return JSON.stringify(plain({ vectors: drafts }), null, 1);
}

async function keys(random: Random): Promise<Draft[]> {
  const [cid, s, older] = [random(16), random(32), random(32)];
  const e = 2 ** 40;
  const made = await epochKeys(s, cid, e);
  const labels = ["sframe", "Ünï"];
  const exports = await Promise.all(labels.map(async (label) => [label, await exported(s, cid, label)]));
  const history = await sealHistory(made.h, cid, e, older, random);
  const hist: Draft = { kind: "hist", name: "history", ok: true, cid, e, s, hist: history, older };
  const uid = random(16);
  const seed = random(32);
  const puk = await pukKeys(seed, uid, 3);
  const { enc, sign: signPk } = await pukPublic(puk);
  const previous = await sealPrevious(puk, uid, 3, older, random);
  const named = { sign_pk: signPk, enc_pk_sha256: hash(enc), kid: pukKid(uid, 3), prev: previous, older };
  const generation: Draft = { kind: "puk", name: "puk", ok: true, uid, g: 3, seed, ...puk, ...named };
  const signSeed = random(32);
  const msg = random(70);
  const sig = await sign(signSeed, msg);
  const signature: Draft = {
    kind: "ed25519",
    name: "signature",
    ok: true,
    pk: publicKey(signSeed),
    msg,
    sig,
  };
  return [
    { kind: "epoch", name: "epoch", ok: true, cid, e, s, ...made, export: exports },
    hist,
    refused(hist, "bit", [["hist"], "flip", 20, 1]),
    generation,
    refused(generation, "bit", [["prev"], "flip", 59, 7]),
    signature,
    refused(signature, "bit", [["sig"], "flip", 40, 2]),
  ];
}

async function holders(random: Random): Promise<Draft[]> {
  const [uid, kit, prf, cred] = [random(16), random(19), random(32), random(48)];
  const [salt, secret] = [random(16), random(16)];
  const passphrase = "Ångström-ﬁsh 42";
  const slot = async (name: string, seed: Bytes, fields: object): Promise<Draft> => {
    const pk = hash(await boxPublicKey(seed));
    return { kind: "slot", name: `slot ${name}`, ok: true, slot: name, uid, seed, pk_sha256: pk, ...fields };
  };
  const text = kitText(kit);
  return [
    await slot("kit", await kitSeed(kit, uid), { kit }),
    await slot("passkey", await passkeySeed(prf, cred), { prf, cred }),
    await slot("2skd", await passphraseSeed(passphrase, salt, secret, uid, stretch), {
      passphrase,
      salt,
      secret,
    }),
    { kind: "kit", name: "kit", ok: true, kit, typed: ` ${text.toLowerCase().replaceAll("-", "")} `, text },
  ];
}

async function boxes(random: Random): Promise<Draft[]> {
  const [cid, uid, roster, request] = [random(16), random(16), random(32), random(32)];
  const purposes: Purpose[] = [
    grantOf(cid, 7, uid, 2, 1),
    slotOf(uid, 300, random(8)),
    escrowOf(cid, 7, roster, 5),
    recordsOf(cid, 7, roster, 5, request),
    reportOf(cid, random(16), uid),
  ];
  const drafts: Draft[] = [];
  for (const purpose of purposes) {
    const [seed, plaintext] = [random(32), random(33)];
    const box = await sealBox(await boxPublicKey(seed), purpose, plaintext, random);
    const { label } = purpose;
    const context = encode(purpose.context);
    const draft: Draft = {
      kind: "box",
      name: `box ${label}`,
      ok: true,
      seed,
      label,
      context,
      box,
      plaintext,
    };
    drafts.push(
      draft,
      refused(draft, "bit", [["box"], "flip", 700, 3]),
      refused(draft, "label", [["label"], "set", "mh1"]),
    );
  }
  return drafts;
}

async function ownThings(random: Random): Promise<Draft[]> {
  const uid = random(16);
  const drafts: Draft[] = [];
  const purposes: OwnPurpose[] = ["pins", "office", "note", "draft", "diary"];
  for (const [at, purpose] of purposes.entries()) {
    const own = { generation: at + 1, seed: random(32) };
    const place = { purpose, id: random(16), version: at + 1 };
    const [plaintext, nonce] = [random(at * 300), random(12)];
    const sealed = await sealOwn(uid, own, place, plaintext, () => nonce);
    const keys = { own_key: await ownKey(uid, own), key: await keyOfPlace(uid, own, place) };
    const fields = { uid, g: own.generation, own: [[own.generation, own.seed]], ...place, nonce, ...keys };
    const draft: Draft = { kind: "own", name: `own ${purpose}`, ok: true, ...fields, sealed, plaintext };
    drafts.push(
      draft,
      refused(draft, "bit", [["sealed"], "flip", 100, 3]),
      refused(draft, "version", [["version"], "set", at + 2]),
    );
  }
  return drafts;
}

function contents(random: Random): Content[] {
  const [target, base] = [random(16), random(32)];
  const stored = () => ({ blob: random(16), key: random(32), size: 2 ** 33, sha256: random(32) });
  const attachments = [
    { ...stored(), name: "Befund.pdf", mime: "application/pdf", thumb: stored() },
    { ...stored(), name: "", mime: "text/plain" },
  ];
  const gossip = { size: 12, root: random(32) };
  return [
    { type: 0, text: "Guten Morgen ☀", reply: target, attachments, refs: [random(16)], gossip, lang: "de" },
    { type: 0, text: "x".repeat(3000) },
    { type: 1, text: "edited", target, base, attachments: [] },
    { type: 2, target, base, reason: "wrong patient" },
    { type: 3, target, emoji: "👍🏽" },
    { type: 4, target, emoji: "👍🏽" },
    { type: 5, target },
    { type: 6, text: '{"phq9":12}', lang: "en" },
    { type: 7, text: '{"call":"ring"}' },
  ];
}

async function messages(random: Random): Promise<Draft[]> {
  const [cid, uid, seed, m] = [random(16), random(16), random(32), random(32)];
  const signer = signerOf(random(16), seed);
  const pk = publicKey(seed);
  const drafts: Draft[] = [];
  let previous = ZEROS;
  for (const [counter, content] of contents(random).entries()) {
    const plan = counter % 2 === 0 ? null : random(16);
    const header = {
      cid,
      epoch: 4,
      mid: random(16),
      sender: uid,
      counter,
      previous,
      entry: random(32),
      time: 5,
      plan,
    };
    const data = await sealEnvelope(signer, m, header, content, random);
    const envelope = parseEnvelope(data);
    const { okm, bytes } = await openEnvelope(envelope, m);
    previous = envelope.hash;
    const fields = { cid, e: 4, pk, m, envelope: data, okm, content: bytes, hash: envelope.hash };
    const draft: Draft = { kind: "message", name: `message ${counter}`, ok: true, ...fields };
    drafts.push(
      draft,
      refused(draft, "bit", [["envelope"], "flip", 300, 5]),
      refused(draft, "epoch", [["e"], "set", 5]),
    );
  }
  return [...drafts, await report(random, drafts[0] ?? { kind: "", name: "", ok: true })];
}

async function report(random: Random, message: Draft): Promise<Draft> {
  const [seed, reporter] = [random(32), random(16)];
  const { pk, content, envelope, okm } = message as unknown as Record<string, Bytes>;
  const data = envelope ?? ZEROS;
  const { cid, mid } = parseEnvelope(data).header;
  const box = await sealDisclosure(await boxPublicKey(seed), cid, mid, reporter, data, okm ?? ZEROS, random);
  return { kind: "report", name: "report", ok: true, seed, cid, mid, reporter, pk, box, content };
}

async function escrow(random: Random): Promise<Draft[]> {
  const [s, cid, roster] = [random(32), random(16), random(32)];
  const { c } = await epochKeys(s, cid, 9);
  const made = await shares(s, cid, 9, roster, 3, 16);
  const some = [made[15], made[0], made[7]];
  const combine: Draft = { kind: "combine", name: "combine", ok: true, k: 3, cid, e: 9, c, shares: some, s };
  return [
    { kind: "shamir", name: "shamir", ok: true, s, cid, e: 9, roster, k: 3, n: 16, shares: made },
    combine,
    refused(combine, "bit", [["shares", 1], "flip", 0, 0]),
    refused(combine, "one short", [["shares"], "keep", 2]),
  ];
}

async function files(random: Random): Promise<Draft[]> {
  const drafts: Draft[] = [];
  for (const size of [0, 257, 2 ** 20 - 55]) {
    const [key, cid, blob, salt, prefix] = [random(32), random(16), random(16), random(32), random(7)];
    const given = [salt, prefix];
    const sealed = await sealFile(key, cid, blob, filePlaintext(size), () => given.shift() ?? ZEROS);
    const fields = { key, cid, blob, salt, prefix, size, length: sealed.length, sha256: hash(sealed) };
    const draft: Draft = { kind: "file", name: `file ${size}`, ok: true, ...fields };
    drafts.push(draft, refused(draft, "cut", [["tamper"], "set", [["cut", sealed.length - 1]]]));
  }
  return drafts;
}

async function transparency(random: Random): Promise<Draft[]> {
  const entries = Array.from({ length: 11 }, () => random(32));
  const id = random(16);
  const leaves = entries.map((entry, seq) => leafData(CONVERSATION_CHAIN, id, seq, entry));
  const root = merkleRoot(leaves);
  const [origin, seed] = ["log.example/mh1", random(32)];
  const pk = publicKey(seed);
  const note = await makeCheckpoint(signerOf(random(16), seed), origin, pk, { size: 11, root });
  const fields = { chain: CONVERSATION_CHAIN, id, seq: 10, entry: entries[10], record: leaves[10] };
  return [
    { kind: "record", name: "record", ok: true, ...fields },
    { kind: "merkle", name: "root of 11", ok: true, leaves, root },
    { kind: "checkpoint", name: "checkpoint", ok: true, origin, pk, note, size: 11, root },
  ];
}

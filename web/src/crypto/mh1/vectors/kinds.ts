/** The kinds of vectors of one primitive or one signed thing (section 10). */
import { stretch } from "../argon2";
import { boxPublicKey, openBox, purposeOf } from "../box";
import { type Bytes, concat, equal } from "../bytes";
import { verifyCheckpoint } from "../checkpoint";
import { publicKey } from "../curve";
import { verify } from "../ed25519";
import { decode, encode } from "../encoding";
import { openDisclosed, openEnvelope, parseEnvelope, verifyEnvelope } from "../envelope";
import { epochKeys, exported, openHistory } from "../epoch";
import { recover, shares } from "../escrow";
import { openFile, sealFile } from "../files";
import { kitText, parseKit } from "../kit";
import { checkConsistency, checkInclusion, leafData, merkleRoot } from "../merkle";
import { keyOfPlace, openOwn, ownKey, ownPurpose, sealOwn } from "../own";
import { pad, paddedLength, unpad } from "../padding";
import { hash } from "../primitives";
import { openPrevious, pukKeys, pukKid } from "../puk";
import { demand } from "../refused";
import { openDisclosure } from "../report";
import { kitSeed, passkeySeed, passphraseSeed } from "../slots";
import { expectBytes, expectSame, expectThat, type Members } from "./members";
import { changed, swap } from "./patch";

export type Check = (vector: Members) => Promise<void>;

const SEGMENT = 2 ** 20;

async function cbor(v: Members): Promise<void> {
  expectBytes("encoding", encode(decode(v.hex("hex"))), v.hex("hex"));
}

async function padding(v: Members): Promise<void> {
  expectSame("padded length", paddedLength(v.number("n")), v.number("padded"));
}

async function unpadding(v: Members): Promise<void> {
  const content = unpad(v.hex("padded"));
  expectBytes("content", content, v.hex("content"));
  expectBytes("padded", pad(content), v.hex("padded"));
}

async function epoch(v: Members): Promise<void> {
  const keys = await epochKeys(v.hex("s"), v.hex("cid"), v.number("e"));
  for (const name of ["m", "h", "c", "mc"] as const) expectBytes(name, keys[name], v.hex(name));
  for (const [label, wanted] of v.pairs("export")) {
    expectBytes("export", await exported(v.hex("s"), v.hex("cid"), String(label)), wanted);
  }
}

async function history(v: Members): Promise<void> {
  const { h } = await epochKeys(v.hex("s"), v.hex("cid"), v.number("e"));
  expectBytes("older", await openHistory(h, v.hex("cid"), v.number("e"), v.hex("hist")), v.hex("older"));
}

async function puk(v: Members): Promise<void> {
  const [uid, g] = [v.hex("uid"), v.number("g")];
  const keys = await pukKeys(v.hex("seed"), uid, g);
  for (const name of ["sign", "enc", "chain"] as const) expectBytes(name, keys[name], v.hex(name));
  expectBytes("sign_pk", publicKey(keys.sign), v.hex("sign_pk"));
  expectBytes("enc_pk_sha256", hash(await boxPublicKey(keys.enc)), v.hex("enc_pk_sha256"));
  expectBytes("kid", pukKid(uid, g), v.hex("kid"));
  if (v.has("prev")) expectBytes("older", await openPrevious(keys, uid, g, v.hex("prev")), v.hex("older"));
}

async function own(v: Members): Promise<void> {
  const [uid, g] = [v.hex("uid"), v.number("g")];
  const generations = v.pairs("own").map(([generation, seed]) => ({ generation: Number(generation), seed }));
  const place = { purpose: ownPurpose(v.text("purpose")), id: v.hex("id"), version: v.number("version") };
  const opened = await openOwn(uid, generations, place, v.hex("sealed"));
  expectBytes("plaintext", opened, v.hex("plaintext"));
  const sealer = generations.find(({ generation }) => generation === g);
  expectThat(sealer !== undefined, "its generation is not there");
  expectBytes("own key", await ownKey(uid, sealer), v.hex("own_key"));
  expectBytes("key", await keyOfPlace(uid, sealer, place), v.hex("key"));
  expectBytes("sealed", await sealOwn(uid, sealer, place, opened, () => v.hex("nonce")), v.hex("sealed"));
}

async function slot(v: Members): Promise<void> {
  const seed = await slotSeed(v);
  expectBytes("seed", seed, v.hex("seed"));
  expectBytes("pk_sha256", hash(await boxPublicKey(seed)), v.hex("pk_sha256"));
}

function slotSeed(v: Members): Promise<Bytes> {
  const kind = v.text("slot");
  if (kind === "kit") return kitSeed(v.hex("kit"), v.hex("uid"));
  if (kind === "passkey") return passkeySeed(v.hex("prf"), v.hex("cred"));
  expectThat(kind === "2skd", "an unknown slot");
  return passphraseSeed(v.text("passphrase"), v.hex("salt"), v.hex("secret"), v.hex("uid"), stretch);
}

async function kit(v: Members): Promise<void> {
  const parsed = parseKit(v.text("typed"));
  expectBytes("kit", parsed, v.hex("kit"));
  expectSame("text", kitText(parsed), v.text("text"));
}

async function box(v: Members): Promise<void> {
  const purpose = purposeOf(v.text("label"), decode(v.hex("context")));
  expectBytes("plaintext", await openBox(v.hex("seed"), purpose, v.hex("box")), v.hex("plaintext"));
}

async function message(v: Members): Promise<void> {
  const envelope = parseEnvelope(v.hex("envelope"));
  const { cid, epoch: e } = envelope.header;
  demand(equal(cid, v.hex("cid")) && e === v.number("e"), "message", "of another conversation or epoch");
  await verifyEnvelope(envelope, v.hex("pk"));
  const opened = await openEnvelope(envelope, v.hex("m"));
  expectBytes("content", opened.bytes, v.hex("content"));
  expectBytes("hash", envelope.hash, v.hex("hash"));
  expectBytes("okm", opened.okm, v.hex("okm"));
  expectBytes("content again", (await openDisclosed(envelope, v.hex("okm"))).bytes, v.hex("content"));
}

async function report(v: Members): Promise<void> {
  const ids = [v.hex("cid"), v.hex("mid"), v.hex("reporter")] as const;
  const opened = await openDisclosure(v.hex("seed"), ...ids, v.hex("pk"), v.hex("box"));
  expectBytes("content", opened.bytes, v.hex("content"));
}

async function shamir(v: Members): Promise<void> {
  const [cid, e, k, n] = [v.hex("cid"), v.number("e"), v.number("k"), v.number("n")];
  const made = await shares(v.hex("s"), cid, e, v.hex("roster"), k, n);
  expectBytes("shares", concat(...made), concat(...v.hexes("shares")));
}

async function combining(v: Members): Promise<void> {
  const s = await recover(v.hexes("shares"), v.number("k"), v.hex("cid"), v.number("e"), v.hex("c"));
  expectBytes("s", s, v.hex("s"));
}

/** The plaintext of a file vector. */
export function filePlaintext(size: number): Bytes {
  return Uint8Array.from({ length: size }, (_, i) => (167 * i + 13 * Math.floor(i / 256)) % 256);
}

async function file(v: Members): Promise<void> {
  const plaintext = filePlaintext(v.number("size"));
  const given = [v.hex("salt"), v.hex("prefix")];
  const next = () => given.shift() ?? new Uint8Array();
  let sealed = await sealFile(v.hex("key"), v.hex("cid"), v.hex("blob"), plaintext, next);
  expectSame("length", sealed.length, v.number("length"));
  expectBytes("sha256", hash(sealed), v.hex("sha256"));
  if (v.has("ct")) expectBytes("ct", sealed, v.hex("ct"));
  for (const step of v.list("tamper")) sealed = tampered(sealed, step);
  const open = v.has("open") ? v.object("open") : v;
  const hexOf = (name: string) => (open.has(name) ? open : v).hex(name);
  const size = (open.has("size") ? open : v).number("size");
  const opened = await openFile(hexOf("key"), hexOf("cid"), hexOf("blob"), size, sealed);
  expectBytes("plaintext", opened, plaintext);
}

function tampered(sealed: Bytes, step: unknown): Bytes {
  expectThat(Array.isArray(step), "a tampering is a list");
  const [op, ...args] = step;
  if (op !== "swap") {
    expectThat(op === "flip" || op === "cut" || op === "append", "an unknown tampering");
    return changed(sealed, op, args);
  }
  const count = Math.ceil(sealed.length / SEGMENT);
  const pieces = Array.from({ length: count }, (_, i) => sealed.slice(i * SEGMENT, (i + 1) * SEGMENT));
  swap(pieces, Number(args[0]), Number(args[1]));
  return concat(...pieces);
}

async function leaf(v: Members): Promise<void> {
  const data = leafData(v.number("chain"), v.hex("id"), v.number("seq"), v.hex("entry"));
  expectBytes("record", data, v.hex("record"));
}

async function merkle(v: Members): Promise<void> {
  const same = equal(merkleRoot(v.hexes("leaves")), v.hex("root"));
  demand(same, "transparency", "the leaves give another root");
}

async function inclusion(v: Members): Promise<void> {
  checkInclusion(v.hex("leaf"), v.number("index"), v.number("size"), v.hexes("proof"), v.hex("root"));
}

async function consistency(v: Members): Promise<void> {
  const [old, size] = [v.number("old_size"), v.number("size")];
  checkConsistency(old, size, v.hexes("proof"), v.hex("old_root"), v.hex("root"));
}

async function checkpoint(v: Members): Promise<void> {
  const head = await verifyCheckpoint(v.text("note"), v.text("origin"), v.hex("pk"));
  expectSame("size", head.size, v.number("size"));
  expectBytes("root", head.root, v.hex("root"));
}

async function ed25519(v: Members): Promise<void> {
  await verify(v.hex("pk"), v.hex("msg"), v.hex("sig"));
}

export const KINDS: Readonly<Record<string, Check>> = {
  cbor,
  ed25519,
  pad: padding,
  unpad: unpadding,
  epoch,
  hist: history,
  puk,
  own,
  slot,
  kit,
  box,
  message,
  report,
  shamir,
  combine: combining,
  file,
  record: leaf,
  merkle,
  inclusion,
  consistency,
  checkpoint,
};

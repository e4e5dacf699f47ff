/** The flat checks of a vector file: the first prototype's values, each run when its keys are there (section 10). */
import { stretch } from "../argon2";
import { boxPublicKey, grantOf, openBox, slotOf } from "../box";
import { type Bytes, concat, equal } from "../bytes";
import { entryHash, parseSign1, verifySign1 } from "../cose";
import { publicKey } from "../curve";
import { type Cbor, decode, encode } from "../encoding";
import {
  type Envelope,
  encodeHeader,
  openDisclosed,
  openEnvelope,
  parseEnvelope,
  verifyEnvelope,
} from "../envelope";
import { type EpochKeys, epochKeys, openHistory } from "../epoch";
import { shares } from "../escrow";
import { hash } from "../primitives";
import { openPrevious, type PukKeys, pukKeys } from "../puk";
import { demand, Refused } from "../refused";
import { combine } from "../shamir";
import { kitSeed, passkeySeed, passphraseSeed } from "../slots";
import type { Check } from "./kinds";
import { expectBytes, expectThat, type Members } from "./members";
import { flipped } from "./patch";

const PLACES = [
  [0, 1, 2],
  [4, 2, 0],
  [3, 1, 4],
] as const;
const TAMPERED = 97;

async function expectRefused(what: string, check: () => Promise<unknown>): Promise<void> {
  try {
    await check();
  } catch (error) {
    if (error instanceof Refused) return;
    throw error;
  }
  expectThat(false, `${what} is accepted`);
}

const epochOf = (e: 0 | 1) => async (v: Members) => {
  const keys = await epochKeys(v.hex(`s${e}`), v.hex("cid"), e);
  const wanted = v.object(`epoch${e}`);
  for (const name of ["m", "h", "c", "mc"] as const) expectBytes(name, keys[name], wanted.hex(name));
};

const messageKey = (v: Members, e: 0 | 1) => v.object(`epoch${e}`).hex("m");

async function verified(v: Members, data: Bytes): Promise<Envelope> {
  const envelope = parseEnvelope(data);
  demand(equal(envelope.header.kid, v.hex("did")), "message", "signed by another device");
  await verifyEnvelope(envelope, v.hex("dpk"));
  return envelope;
}

async function message(v: Members): Promise<void> {
  const envelope = await verified(v, v.hex("msg"));
  expectBytes("header", envelope.headerBytes, v.hex("header"));
  expectBytes("header again", encodeHeader(envelope.header), v.hex("header"));
  expectBytes("content", (await openEnvelope(envelope, messageKey(v, 1))).bytes, v.hex("content"));
}

async function disclosure(v: Members): Promise<void> {
  const opened = await openEnvelope(parseEnvelope(v.hex("msg")), messageKey(v, 1));
  expectBytes("okm", opened.okm, v.hex("okm"));
}

async function opensAlone(v: Members): Promise<void> {
  const opened = await openDisclosed(await verified(v, v.hex("msg")), v.hex("okm"));
  expectBytes("content", opened.bytes, v.hex("content"));
}

async function longMessage(v: Members): Promise<void> {
  const opened = await openEnvelope(await verified(v, v.hex("msg_long")), messageKey(v, 1));
  const wanted = new Map<number, Cbor>([0, "x".repeat(3000)].entries());
  expectBytes("content", opened.bytes, encode(wanted));
}

async function tamperedMessage(v: Members): Promise<void> {
  const data = v.hex("msg");
  const step = Math.max(1, Math.floor(data.length / TAMPERED));
  for (let i = 0; i < data.length; i += step) {
    await expectRefused(`bit 0 of byte ${i}`, async () =>
      openEnvelope(await verified(v, flipped(data, i, 0)), messageKey(v, 1)),
    );
  }
}

async function messageAsEntry(v: Members): Promise<void> {
  await expectRefused("the message as mh1/log", () =>
    verifySign1(parseSign1(v.hex("msg")), "mh1/log", v.hex("dpk")),
  );
}

async function otherEpoch(v: Members): Promise<void> {
  const envelope = await verified(v, v.hex("msg"));
  await expectRefused("the key of epoch 0", () => openEnvelope(envelope, messageKey(v, 0)));
}

async function puk(v: Members): Promise<void> {
  const keys: PukKeys = await pukKeys(v.hex("puk_seed"), v.hex("uid"), 1);
  const wanted = v.object("puk");
  for (const name of ["sign", "enc", "chain"] as const) expectBytes(name, keys[name], wanted.hex(name));
}

async function previous(v: Members): Promise<void> {
  const keys = await pukKeys(v.hex("puk2_seed"), v.hex("uid"), 2);
  expectBytes("puk_seed", await openPrevious(keys, v.hex("uid"), 2, v.hex("prev")), v.hex("puk_seed"));
}

async function grant(v: Members): Promise<void> {
  const purpose = grantOf(v.hex("cid"), 1, v.hex("uid"), 1, 0);
  expectBytes("grant_ctx", encode(purpose.context), v.hex("grant_ctx"));
  expectBytes("s1", await openBox(v.object("puk").hex("enc"), purpose, v.hex("grant")), v.hex("s1"));
}

async function grantOfOtherKind(v: Members): Promise<void> {
  const purpose = grantOf(v.hex("cid"), 1, v.hex("uid"), 1, 1);
  await expectRefused("a grant of kind 1", () =>
    openBox(v.object("puk").hex("enc"), purpose, v.hex("grant")),
  );
}

const sharing = (name: string, k: number) => async (v: Members) => {
  const given = v.hexes(name);
  const made = await shares(v.hex("s1"), v.hex("cid"), 1, v.hex("roster"), k, 5);
  expectBytes(name, concat(...made), concat(...given));
  for (const places of PLACES) {
    const chosen = places.slice(0, k).flatMap((place) => given[place] ?? []);
    expectBytes("s1", combine(chosen), v.hex("s1"));
  }
};

async function logHash(v: Members): Promise<void> {
  const sign1 = parseSign1(v.hex("log"));
  await verifySign1(sign1, "mh1/log", v.hex("dpk"));
  expectBytes("log_hash", entryHash(sign1, "mh1/log"), v.hex("log_hash"));
}

async function logPayload(v: Members): Promise<void> {
  const payload = decode(parseSign1(v.hex("log")).payload);
  expectThat(payload instanceof Map, "the payload is no map");
  const { c, mc }: Pick<EpochKeys, "c" | "mc"> = {
    c: v.object("epoch1").hex("c"),
    mc: v.object("epoch1").hex("mc"),
  };
  const escrow = v.hexes("shares").map((share) => [share[32] ?? 0, hash(share)]);
  const body: Cbor = new Map<number, Cbor>(
    [c, mc, [[v.hex("uid"), 1, 0, hash(v.hex("grant"))]], v.hex("hist1"), escrow].entries(),
  );
  const wanted: [number, Cbor][] = [
    [0, 1],
    [1, v.hex("cid")],
    [5, v.hex("uid")],
    [6, v.hex("did")],
    [8, 1],
    [9, body],
  ];
  for (const [key, value] of wanted)
    expectBytes(`key ${key}`, encode(payload.get(key) ?? null), encode(value));
}

const slot = (name: string, seedOf: (v: Members) => Promise<Bytes>) => async (v: Members) => {
  const seed = await seedOf(v);
  expectBytes(`${name}_pk`, await boxPublicKey(seed), v.hex(`${name}_pk`));
  const purpose = slotOf(v.hex("uid"), 1, v.hex("sid"));
  expectBytes("puk_seed", await openBox(seed, purpose, v.hex(`${name}_slot`)), v.hex("puk_seed"));
};

/** Name, the keys that it needs, and the check. */
export const FLAT: readonly (readonly [name: string, keys: string, check: Check])[] = [
  ["device key", "dsk dpk", async (v) => expectBytes("dpk", publicKey(v.hex("dsk")), v.hex("dpk"))],
  ["epoch0", "cid s0 epoch0", epochOf(0)],
  ["epoch1", "cid s1 epoch1", epochOf(1)],
  [
    "hist1",
    "cid s0 s1 hist1",
    async (v) => {
      const { h } = await epochKeys(v.hex("s1"), v.hex("cid"), 1);
      expectBytes("s0", await openHistory(h, v.hex("cid"), 1, v.hex("hist1")), v.hex("s0"));
    },
  ],
  ["msg", "msg dpk did epoch1 header content", message],
  ["okm", "msg epoch1 okm", disclosure],
  ["msg by okm alone", "msg dpk did okm content", opensAlone],
  ["msg_long", "msg_long dpk did epoch1", longMessage],
  ["msg, each bit", "msg dpk did epoch1", tamperedMessage],
  ["msg as mh1/log", "msg dpk", messageAsEntry],
  ["msg with epoch0.m", "msg dpk did epoch0", otherEpoch],
  ["puk", "uid puk_seed puk", puk],
  [
    "puk_pk",
    "puk puk_pk",
    async (v) => expectBytes("puk_pk", await boxPublicKey(v.object("puk").hex("enc")), v.hex("puk_pk")),
  ],
  ["prev", "uid prev puk_seed puk2_seed", previous],
  ["grant", "cid uid puk grant grant_ctx s1", grant],
  ["grant of another kind", "cid uid puk grant", grantOfOtherKind],
  ["shares", "cid s1 roster shares", sharing("shares", 2)],
  ["shares3", "cid s1 roster shares3", sharing("shares3", 3)],
  ["log_hash", "log dpk log_hash", logHash],
  ["log payload", "log cid uid did epoch1 grant hist1 shares", logPayload],
  [
    "kit slot",
    "kit uid sid kit_pk kit_slot puk_seed",
    slot("kit", (v) => kitSeed(v.hex("kit"), v.hex("uid"))),
  ],
  [
    "passkey slot",
    "prf_out cred uid sid prf_pk prf_slot puk_seed",
    slot("prf", (v) => passkeySeed(v.hex("prf_out"), v.hex("cred"))),
  ],
  [
    "2SKD slot",
    "pw salt acct uid sid pw_pk pw_slot puk_seed",
    slot("pw", (v) => passphraseSeed(v.text("pw"), v.hex("salt"), v.hex("acct"), v.hex("uid"), stretch)),
  ],
];

/** The kinds of vectors of whole histories: a person's chain, the directory, a conversation with its readers (section 10). */
import { verifyAttestation } from "../attestation";
import { equal, hex } from "../bytes";
import { generationOf, genesisOf, headOf, ownGenerations, publicOf, unlock } from "../chains";
import { type Messages, verifyMessages } from "../conversation";
import { directoryAt, latest, officeKeys, verifyDirectory } from "../directory";
import { Folded } from "../fold";
import { tokenSigner, verifyInvite } from "../invite";
import { type Log, verifyLog } from "../log";
import { chainOf, chainsOf, type World } from "../logstate";
import { hash } from "../primitives";
import { type Keyring, readKeys, recoverEpoch } from "../reader";
import { demand } from "../refused";
import { verifyUserChain } from "../userchain";
import type { Check } from "./kinds";
import { expectBytes, expectSame, expectThat, type Members } from "./members";

function expectAll(got: Readonly<Record<string, unknown>>, wanted: Members): void {
  for (const [name, value] of Object.entries(wanted.all)) {
    expectThat(Object.hasOwn(got, name), `there is no ${name} to expect`);
    expectSame(name, got[name], value);
  }
}

async function userchain(v: Members): Promise<void> {
  const token = v.has("token") ? v.hex("token") : undefined;
  const named = v.has("office") ? v.object("office") : null;
  const office = {
    identity: named?.hexes("identity") ?? [],
    coordinators: named?.hexes("coordinators") ?? [],
  };
  const chain = await verifyUserChain(v.hex("uid"), v.hexes("entries"), { token, office });
  for (const one of v.objects("unlocks")) {
    const seed = await unlock(chain, one.hex("holder"), one.hex("seed"), v.boxes());
    const own = await ownGenerations(chain, seed, generationOf(chain));
    expectBytes("puk", seed, one.hex("puk"));
    expectBytes("first", own.at(-1)?.seed ?? seed, one.hex("first"));
  }
  const current = publicOf(chain, generationOf(chain));
  const head = headOf(chain);
  const got = {
    seq: head.seq,
    hash: hex(head.hash),
    genesis: hex(genesisOf(chain)),
    g: generationOf(chain),
    enc_pk_sha256: hex(hash(current.enc)),
    sign_pk: hex(current.sign),
    holders: [...chain.holders.keys()].sort(),
    closed: chain.closed && hex(chain.closed),
  };
  expectAll(got, v.object("expect"));
}

async function directory(v: Members): Promise<void> {
  const verified = await verifyDirectory(v.hex("org"), v.hexes("roots"), v.hexes("entries"));
  for (const one of v.objects("attestations")) {
    const ts = one.number("ts");
    const attestation = await verifyAttestation(one.hex("cose"), directoryAt(verified, ts), ts);
    const same = equal(attestation.uid, one.hex("uid")) && equal(attestation.genesis, one.hex("genesis"));
    demand(same, "directory", "the attestation is of another key");
    expectSame("role", attestation.role, one.text("role"));
  }
  for (const one of v.objects("invites")) {
    const ts = one.number("ts");
    const invite = await verifyInvite(one.hex("cose"), directoryAt(verified, ts), ts);
    demand(equal(invite.uid, one.hex("uid")), "directory", "the invite is of somebody else");
    await tokenSigner(invite, one.hex("token"));
    demand(equal(invite.tokenPk, one.hex("pk")), "directory", "the invite names another key");
  }
  const { hash: head, rosterHash } = latest(verified);
  expectAll({ hash: hex(head), roster: hex(rosterHash) }, v.object("expect"));
}

async function conversation(v: Members): Promise<void> {
  const verified = await verifyDirectory(v.hex("org"), v.hexes("roots"), v.hexes("directory"));
  const office = officeKeys(verified);
  const chains = [];
  for (const user of v.objects("users")) {
    const token = user.has("token") ? user.hex("token") : undefined;
    chains.push(await verifyUserChain(user.hex("uid"), user.hexes("entries"), { token, office }));
  }
  const world = { directory: verified, chains: chainsOf(chains) };
  const log = await verifyLog(world, v.hex("cid"), v.hexes("log"));
  const messages = await verifyMessages(world, log, v.hexes("messages"));
  const late = messages.late();
  const texts = await readAll(v, world, log, messages);
  await recoverAll(v, world, log);
  const got = {
    entries: log.hashes.map(hex),
    epoch: log.epoch,
    stale: log.stale(world, v.number("now"), messages.indices(log.epoch).length),
    members: [...log.members].sort(byName).map(([uid, { access }]) => [uid, access]),
    late,
    gaps: messages.gaps,
    messages: messages.envelopes.map((envelope) => hex(envelope.hash)),
    texts,
  };
  expectAll(got, v.object("expect"));
}

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) => (a < b ? -1 : 1);

/** Lets each reader read, and gives the texts as they are for one who reads everything. */
async function readAll(v: Members, world: World, log: Log, messages: Messages): Promise<unknown[]> {
  const contents = v.hexes("contents");
  let texts: unknown[] = [];
  for (const one of v.objects("readers")) {
    const [uid, genesis] = [one.hex("uid"), one.hex("genesis")];
    const own = await ownGenerations(chainOf(world, uid, genesis), one.hex("seed"), one.number("g"));
    const keyring = await readKeys(world.directory, log, { uid, genesis, own }, v.boxes());
    expectKeys(keyring, one);
    const folded = new Folded();
    const reads: number[] = [];
    for (const [i, envelope] of messages.envelopes.entries()) {
      const opened = await keyring.open(envelope);
      if (opened === null) continue;
      const wanted = contents[i];
      expectThat(wanted !== undefined, `content ${i} is missing`);
      expectBytes(`content ${i}`, opened.bytes, wanted);
      folded.take(envelope, opened.content);
      reads.push(i);
    }
    expectSame("reads", reads, one.list("reads"));
    if (reads.length === messages.envelopes.length) texts = textsOf(folded);
  }
  return texts;
}

function expectKeys(keyring: Keyring, reader: Members): void {
  const ascending = ([a]: readonly [number, unknown], [b]: readonly [number, unknown]) => a - b;
  const secrets = [...keyring.secrets].sort(ascending).map(([e, { s }]) => [e, hex(s)]);
  expectSame("s", secrets, reader.list("s"));
  const keys = [...keyring.messageKeys].sort(ascending).map(([e, m]) => [e, hex(m)]);
  expectSame("m", keys, reader.list("m"));
}

function textsOf(folded: Folded): unknown[] {
  return [...folded.items].sort(byName).map(([mid, { content }]) => [mid, content?.text ?? null]);
}

async function recoverAll(v: Members, world: World, log: Log): Promise<void> {
  for (const one of v.objects("recover")) {
    const officers = one.pairs("officers").map(([x, seed]) => ({ x: Number(x), seed }));
    const s = await recoverEpoch(world.directory, log, one.number("e"), officers, v.boxes());
    expectBytes("recovered", s, one.hex("s"));
  }
}

export const HISTORIES: Readonly<Record<string, Check>> = { userchain, directory, conversation };

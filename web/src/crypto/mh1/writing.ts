/** Makes the entries of a conversation's log; each is judged afterwards by the same `Log.append` as anybody's (3.5). */
import { grantOf, sealBox } from "./box";
import { type Bytes, compare, equal } from "./bytes";
import { generationOf, headOf, publicOf } from "./chains";
import type { TreeHead } from "./content";
import { directoryAt } from "./directory";
import type { Signer } from "./ed25519";
import type { Cbor } from "./encoding";
import * as types from "./entries";
import { type EpochKeys, epochKeys, sealHistory } from "./epoch";
import { escrowValue, makeEscrow } from "./escrow";
import { chainOf, type LogState, type World } from "./logstate";
import { hash, type Random, ZEROS } from "./primitives";
import type { UserChain } from "./userchain";

/** Who writes: with which key, at which position of its chain, having verified which transparency log. */
export interface Writer {
  readonly uid: Bytes;
  readonly signer: Signer;
  readonly chain: { readonly seq: number; readonly hash: Bytes };
  readonly tree: TreeHead;
}

/** An entry, the boxes it names, and the secret of the epoch that it begins. */
export interface Written {
  readonly entry: Bytes;
  readonly boxes: readonly Bytes[];
  readonly secret: Bytes | null;
}

/** A member to be, and what admits it. */
export interface Admission {
  readonly card: types.MemberCard;
  readonly attestation: Bytes;
}

/** What a new epoch is begun with: the digest of the last one's messages, and its secret where the writer has it. */
export interface Beginning {
  readonly ts: number;
  readonly closing: TreeHead;
  readonly older: Bytes | null;
}

/** A person, at the head of its own chain. */
export function writerOf(chain: UserChain, signer: Signer, tree: TreeHead = types.EMPTY_TREE): Writer {
  return { uid: chain.uid, signer, chain: headOf(chain), tree };
}

/** A records officer with its office key, which is on no chain. */
export function officeWriter(uid: Bytes, signer: Signer, tree: TreeHead = types.EMPTY_TREE): Writer {
  return { uid, signer, chain: { seq: 0, hash: ZEROS }, tree };
}

/** Makes entries that follow one state of a log. */
export class Scribe {
  constructor(
    private readonly world: World,
    private readonly log: LogState,
    private readonly writer: Writer,
    private readonly random: Random,
  ) {}

  /** Epoch 0 for these members. */
  create(admissions: readonly Admission[], ts: number): Promise<Written> {
    const specific = admissions.map(({ card, attestation }) => [types.memberCardValue(card), attestation]);
    const beginning = { ts, closing: types.EMPTY_TREE, older: null };
    return this.begin(types.CREATE, admissions.map(cardOf), beginning, specific);
  }

  /** A new epoch with one member more, whom a coordinator assigned. */
  add({ card, attestation }: Admission, assignment: Bytes, beginning: Beginning): Promise<Written> {
    const specific = [types.memberCardValue(card), attestation, assignment];
    return this.begin(types.ADD, [...this.cards(), card], beginning, specific);
  }

  /** A new epoch for the same members: what a sender does first where the epoch is stale. */
  rotate(beginning: Beginning): Promise<Written> {
    return this.begin(types.ROTATE, this.cards(), beginning, undefined);
  }

  /** A new epoch in which a member's new chain takes the place of the one before. */
  readmit({ card, attestation }: Admission, beginning: Beginning): Promise<Written> {
    const cards = this.cards().map((one) => (equal(one.uid, card.uid) ? card : one));
    return this.begin(types.READMIT, cards, beginning, [types.memberCardValue(card), attestation]);
  }

  /** A removal: marks the epoch stale, and needs no key work. */
  remove(uid: Bytes, reason: number, ts: number): Promise<Written> {
    return this.plain(types.REMOVE, ts, [
      [0, uid],
      [1, reason],
    ]);
  }

  /** The history link that an epoch's entry lacks, from the secrets of it and the one before. */
  async link(e: number, secret: Bytes, older: Bytes, ts: number): Promise<Written> {
    const { h } = await epochKeys(secret, this.log.cid, e);
    return this.plain(types.LINK, ts, [
      [0, e],
      [3, await sealHistory(h, this.log.cid, e, older, this.random)],
    ]);
  }

  /** The current epoch's escrow for the roster of the time. */
  async reshare(secret: Bytes, ts: number): Promise<Written> {
    const { roster } = directoryAt(this.world.directory, Math.max(ts, this.log.ts));
    const { escrow, boxes } = await makeEscrow(secret, this.log.cid, this.log.epoch, roster, this.random);
    const written = await this.plain(types.RESHARE, ts, [
      [4, escrow.roster],
      [5, escrowValue(escrow)],
    ]);
    return { ...written, boxes };
  }

  /** The record of a ceremony, by one of the officers who approved it (the body is `accessBody`). */
  recordsAccess(body: Cbor, ts: number): Promise<Written> {
    return this.signed(types.RECORDS_ACCESS, ts, this.log.epoch, body);
  }

  /** A tighter rule of when an epoch is stale. */
  policy(days: number, messages: number, ts: number): Promise<Written> {
    return this.plain(types.POLICY, ts, [
      [0, days],
      [1, messages],
    ]);
  }

  /** The digest of the current epoch's messages so far, as the writer has seen them. */
  checkpoint({ size, root }: TreeHead, ts: number): Promise<Written> {
    return this.plain(types.CHECKPOINT, ts, [[6, [size, root]]]);
  }

  private cards(): types.MemberCard[] {
    return [...this.log.members.values()].map(({ uid, genesis, access }) => ({ uid, genesis, access }));
  }

  private async begin(
    type: number,
    cards: readonly types.MemberCard[],
    beginning: Beginning,
    specific: Cbor | undefined,
  ): Promise<Written> {
    const { cid } = this.log;
    const e = this.log.epoch + 1;
    const secret = this.random(32);
    const keys = await epochKeys(secret, cid, e);
    const { roster } = directoryAt(this.world.directory, Math.max(beginning.ts, this.log.ts));
    const { escrow, boxes } = await makeEscrow(secret, cid, e, roster, this.random);
    const grants: types.Grant[] = [];
    for (const card of [...cards].sort((a, b) => compare(a.uid, b.uid))) {
      const { grant, box } = await this.grant(card, e, secret, keys);
      grants.push(grant);
      boxes.push(box);
    }
    const history = beginning.older && (await sealHistory(keys.h, cid, e, beginning.older, this.random));
    const body = { c: keys.c, mc: keys.mc, grants, history, escrow, closing: beginning.closing };
    const written = await this.signed(type, beginning.ts, e, types.keyBodyValue(body, specific));
    return { ...written, boxes, secret };
  }

  /** The secret, or only the message key, for the current generation of a member's keys. */
  private async grant(
    { uid, genesis, access: kind }: types.MemberCard,
    e: number,
    secret: Bytes,
    keys: EpochKeys,
  ): Promise<{ grant: types.Grant; box: Bytes }> {
    const chain = chainOf(this.world, uid, genesis);
    const generation = generationOf(chain);
    const { enc } = publicOf(chain, generation);
    const granted = kind === types.FULL ? secret : keys.m;
    const box = await sealBox(enc, grantOf(this.log.cid, e, uid, generation, kind), granted, this.random);
    return { grant: { uid, generation, kind, box: hash(box) }, box };
  }

  private plain(type: number, ts: number, body: [number, Cbor][]): Promise<Written> {
    return this.signed(type, ts, this.log.epoch, new Map(body));
  }

  private async signed(type: number, ts: number, epoch: number, body: Cbor): Promise<Written> {
    const { cid, head, hashes } = this.log;
    const { uid, signer, chain, tree } = this.writer;
    const place = { cid, seq: hashes.length, previous: head, type, author: uid };
    const entry = { ...place, ts: Math.max(ts, this.log.ts), epoch, body, chain, tree };
    return { entry: await types.makeEntry(signer, entry), boxes: [], secret: null };
  }
}

const cardOf = ({ card }: Admission) => card;

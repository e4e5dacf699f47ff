/** What each type of entry may say at its place in the log, and what it changes (3.5). */
import { CLINICIAN, verifyAssignment, verifyAttestation } from "./attestation";
import { type Bytes, compare, equal, hex } from "./bytes";
import { generationOf } from "./chains";
import type { Snapshot } from "./directory";
import * as types from "./entries";
import { LINK_BYTES } from "./epoch";
import { type Escrow, parseEscrow } from "./escrow";
import { mapOf, tuple } from "./fields";
import {
  type Author,
  type Change,
  chainKey,
  chainOf,
  type Epoch,
  type LogState,
  type Member,
  type World,
} from "./logstate";
import { verifyAccess } from "./records";
import { demand } from "./refused";
import { MOST_REASON } from "./userchain";

/** An entry at its place, with the offices of its time. */
export interface Case {
  readonly log: LogState;
  readonly world: World;
  readonly entry: types.Entry;
  readonly offices: Snapshot;
}

/** Refuses an entry that may not stand here, or says what it changes. Only records access has no author on a chain. */
export async function judge(at: Case, author: Author | null): Promise<Change> {
  if (author === null) return recordsAccess(at);
  switch (at.entry.type) {
    case types.CREATE:
      return create(at, author);
    case types.ADD:
      return add(at, author);
    case types.READMIT:
      return readmit(at, author);
    case types.ROTATE:
      return rotate(at, author);
    case types.REMOVE:
      return remove(at, author);
    case types.LINK:
      return link(at, author);
    case types.RESHARE:
      return reshare(at, author);
    case types.POLICY:
      return policy(at, author);
    default:
      return checkpoint(at, author);
  }
}

async function create(at: Case, author: Author): Promise<Change> {
  const { body, specific } = types.parseKeyBody(at.entry);
  demand(Array.isArray(specific), "log", "the members are no list");
  const members = new Map<string, Member>();
  for (const item of specific) {
    const pair = tuple(item, 2, "log");
    const member = await attested(at, types.parseMemberCard(pair.value(0)), pair.bytes(1));
    demand(!members.has(hex(member.uid)), "log", "a member twice");
    members.set(hex(member.uid), member);
  }
  const named = members.get(hex(author.uid));
  const own = named !== undefined && equal(named.genesis, author.genesis) ? named : null;
  const clinician = own?.access === types.FULL && own.role === CLINICIAN;
  demand(clinician || author.coordinator, "log", "created by neither a clinician nor a coordinator");
  const nothing = body.closing.size === 0 && equal(body.closing.root, types.EMPTY_TREE.root);
  demand(nothing, "digest", "nothing was sent before the first epoch");
  // A coordinator who is no member knows the first secret, so nothing is ever written under it.
  return { ...begin(at, author, body, members), marked: own === null };
}

async function add(at: Case, author: Author): Promise<Change> {
  demand(author.full, "log", "only a full member adds");
  const { body, specific } = types.parseKeyBody(at.entry);
  const parts = tuple(specific, 3, "log");
  const member = await attested(at, types.parseMemberCard(parts.value(0)), parts.bytes(1));
  demand(!at.log.members.has(hex(member.uid)), "log", "who is added is a member already");
  const assignment = await verifyAssignment(parts.bytes(2), at.offices, at.log.cid, at.entry.ts);
  const same =
    equal(assignment.uid, member.uid) &&
    equal(assignment.genesis, member.genesis) &&
    assignment.role === member.role &&
    assignment.access === member.access;
  demand(same, "log", "the assignment is of somebody else");
  demand(!at.log.nonces.has(hex(assignment.nonce)), "log", "the assignment was used before");
  const newcomer = { ...member, assignedUntil: assignment.notAfter };
  const members = new Map(at.log.members).set(hex(member.uid), newcomer);
  return { ...begin(at, author, body, members), nonce: assignment.nonce };
}

async function readmit(at: Case, author: Author): Promise<Change> {
  demand(author.full, "log", "only a full member readmits");
  const { body, specific } = types.parseKeyBody(at.entry);
  const pair = tuple(specific, 2, "log");
  const member = await attested(at, types.parseMemberCard(pair.value(0)), pair.bytes(1));
  const before = at.log.members.get(hex(member.uid));
  const reset = before !== undefined && !equal(before.genesis, member.genesis);
  demand(reset, "log", "who is readmitted has no other chain here");
  const same = before.access === member.access && before.role === member.role;
  demand(same, "log", "readmitted with another access or role");
  const again = { ...member, assignedUntil: before.assignedUntil };
  return begin(at, author, body, new Map(at.log.members).set(hex(member.uid), again));
}

function rotate(at: Case, author: Author): Change {
  demand(author.full, "log", "only a full member rotates");
  return begin(at, author, types.parseKeyBody(at.entry).body, at.log.members);
}

async function attested(at: Case, card: types.MemberCard, data: Bytes): Promise<Member> {
  chainOf(at.world, card.uid, card.genesis);
  const attestation = await verifyAttestation(data, at.offices, at.entry.ts);
  const same = equal(attestation.uid, card.uid) && equal(attestation.genesis, card.genesis);
  demand(same, "log", "the attestation is of another key");
  return { ...card, role: attestation.role, assignedUntil: null };
}

/** An epoch for exactly these members. */
function begin(at: Case, author: Author, body: types.KeyBody, members: ReadonlyMap<string, Member>): Change {
  checkRoster(body.escrow, at.offices);
  const wanted = [...members.values()].sort((a, b) => compare(a.uid, b.uid));
  demand(body.grants.length === wanted.length, "grant", "the grants are not exactly the members'");
  const grants: Epoch["grants"] = new Map(
    body.grants.map((grant, i) => {
      const member = wanted[i];
      demand(member !== undefined && equal(member.uid, grant.uid), "grant", "a grant for a non-member");
      demand(grant.kind === member.access, "grant", "a grant of another kind than the member's access");
      checkGeneration(at, author, grant, member.genesis);
      return [hex(grant.uid), { ...grant, genesis: member.genesis }] as const;
    }),
  );
  const { epoch: e, ts } = at.entry;
  const begun = { e, ts, body, grants, escrows: [body.escrow], history: body.history };
  return { begun, members, marked: false };
}

function checkGeneration(at: Case, author: Author, grant: types.Grant, genesis: Bytes): void {
  const least = at.log.granted.get(chainKey(grant.uid, genesis)) ?? 1;
  const most = generationOf(chainOf(at.world, grant.uid, genesis));
  const inRange = least <= grant.generation && grant.generation <= most;
  demand(inRange, "grant", "a grant for a generation that is not the member's");
  if (equal(grant.uid, author.uid) && equal(genesis, author.genesis)) {
    demand(
      grant.generation === author.generation,
      "grant",
      "the author's grant is not for its own generation",
    );
  }
}

function checkRoster(escrow: Escrow, offices: Snapshot): void {
  demand(equal(escrow.roster, offices.rosterHash), "escrow", "not the roster of the directory");
  const all = escrow.items.length === offices.roster.officers.length;
  demand(all, "escrow", "not a share for every officer");
}

function remove(at: Case, author: Author): Change {
  const body = mapOf(at.entry.body, [0, 1], "log");
  body.uint(1, MOST_REASON);
  const name = hex(body.bytes(0, 16));
  const member = at.log.members.get(name);
  demand(member !== undefined, "log", "who is removed is no member");
  const itself = author.member !== null && equal(author.uid, member.uid);
  const ended = member.assignedUntil !== null && member.assignedUntil < at.entry.ts;
  demand(author.coordinator || itself || (author.full && ended), "log", "removed by nobody who may");
  const members = new Map(at.log.members);
  members.delete(name);
  return { members, marked: true };
}

function link(at: Case, author: Author): Change {
  demand(author.full, "log", "only a full member links");
  const body = mapOf(at.entry.body, [0, 3], "log");
  const epoch = at.log.epochAt(body.uint(0));
  demand(epoch.e > 0 && epoch.history === null, "history", "no history is missing there");
  return { amended: { ...epoch, history: body.bytes(3, LINK_BYTES) } };
}

function reshare(at: Case, author: Author): Change {
  demand(author.full, "log", "only a full member reshares");
  const escrow = parseEscrow(mapOf(at.entry.body, [4, 5], "log"));
  checkRoster(escrow, at.offices);
  const epoch = at.log.epochAt(at.log.epoch);
  return { amended: { ...epoch, escrows: [...epoch.escrows, escrow] } };
}

function policy(at: Case, author: Author): Change {
  demand(author.coordinator, "log", "only a coordinator sets the policy");
  const body = mapOf(at.entry.body, [0, 1], "log");
  const next = { days: body.uint(0, at.log.policy.days), messages: body.uint(1, at.log.policy.messages) };
  demand(next.days > 0 && next.messages > 0, "log", "a policy under which nothing can be written");
  return { policy: next };
}

function checkpoint(at: Case, author: Author): Change {
  demand(author.member !== null, "log", "only a member leaves a digest");
  const head = types.treeHead(mapOf(at.entry.body, [6], "log").tuple(6, 2));
  return { digest: { epoch: at.log.epoch, ...head } };
}

async function recordsAccess(at: Case): Promise<Change> {
  await verifyAccess(at.entry, at.log.cid, at.log.epoch, at.offices.roster);
  return { marked: true };
}

"""What happens when everything that opens somebody's keys is lost: new ones wait, both offices sign, and they follow."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from careteam.access.actions import Action
from careteam.audit.change import Change
from careteam.core import problems
from careteam.crypto.mh1.carried import carried
from careteam.crypto.mh1.cose import key_kid, take_apart
from careteam.crypto.mh1.directory import Directory
from careteam.crypto.mh1.encoding import Value, decode, encode
from careteam.crypto.mh1.refusals import Refused
from careteam.crypto.mh1.shapes import closed, octets, row
from careteam.crypto.mh1.userchain import CLOSE, Chain
from careteam.identity import holders
from careteam.keys import events
from careteam.keys.chains import Kind, Step, directory_of, kids, steps, verified
from careteam.keys.commands import begin_row, by_hash, invite_of, keep_entries, store_pins
from careteam.keys.endings import close_row
from careteam.keys.models import ChainEntry, KeyInvite, OfficeKey, Successor, UserChain
from careteam.keys.offices import fitting, in_force, keep_word, open_chain, own_office
from careteam.keys.refusals import ChainRefused, NoSuccessor, OfficeNeeded, StatementRefused
from careteam.keys.rules import Office, patients_only


@dataclass(frozen=True)
class Deposit:
    """New keys: their genesis, its boxes, and pins sealed with them."""

    entry: bytes
    boxes: Sequence[bytes]
    pins_version: int
    pins: bytes


async def ask_successor(change: Change, deposit: Deposit, device: str) -> UUID:
    """Let new keys of the actor's wait, in the place of those that wait already; NoKeys for whoever has none to lose."""
    me = change.actor.person_id
    await holders.roles_of(change, me)
    row_ = await open_chain(change, me)
    invite = await invite_of(change, deposit.entry)
    chain, _ = _begun(me, deposit, invite)
    before = await change.find(Successor, person_id=me, ended_at=None)
    for one in before:
        one.ended_at = change.now
    boxes: list[Value] = [*deposit.boxes]
    kept = await change.add(
        Successor(
            person_id=me, chain_id=row_.id, invite_id=invite and invite.id, genesis=chain.genesis, entry=deposit.entry,
            boxes=encode(boxes), pins_version=deposit.pins_version, pins=deposit.pins, device=device,
            asked_at=change.now,
        )
    )  # fmt: skip
    ended = tuple(one.id for one in before)
    await change.record(events.SuccessorAsked(successor_id=kept.id, person_id=me, ended_ids=ended))
    return change.answer(kept.id)


def _begun(person_id: UUID, deposit: Deposit, invite: KeyInvite | None) -> tuple[Chain, list[Step]]:
    """The chain of new keys, with all its boxes; ChainRefused for anything else."""
    chain = Chain(person_id.bytes, invite and invite.token_pk)
    taken = list(steps(chain, [deposit.entry]))
    named = {card.box_hash for card in chain.holders.values()}
    if set(by_hash(deposit.boxes, named)) != named:
        raise ChainRefused(reason="a box that an entry names is missing")
    return chain, taken


async def end_successor(change: Change) -> UUID:
    """Let new keys of the actor's wait no longer: they found what opens the old ones, or never asked. NotFound without any."""
    found = await _waiting(change, change.actor.person_id)
    if found is None:
        raise problems.NotFound
    found.ended_at = change.now
    await change.record(events.SuccessorEnded(successor_id=found.id, person_id=found.person_id))
    return change.answer(found.id)


async def _waiting(change: Change, person_id: UUID) -> Successor | None:
    found = await change.find(Successor, person_id=person_id, ended_at=None)
    return found[0] if found else None


async def sign_successor(change: Change, *, person_id: UUID, close: bytes, attestation: bytes) -> UUID:
    """Keep the identity officer's half of the close, and their word for the new keys.

    NoSuccessor where none wait; OfficeNeeded for a key that is not the actor's; ChainRefused or StatementRefused for what
    does not hold.
    """
    change.require(Action.CLOSE_CHAIN, subject_id=person_id)
    await holders.roles_of(change, person_id)
    row_ = await open_chain(change, person_id)
    found = await _waiting(change, person_id)
    if found is None:
        raise NoSuccessor
    _, directory, _ = await directory_of(change)
    office = await own_office(change, attestation, "mh1/dir")
    await fitting(change, directory, person_id, found.genesis, attestation)
    _check_half(close, office, row_, found.genesis)
    found.signed_by, found.seq = change.actor.person_id, row_.seq
    found.close, found.attestation = close, attestation
    await change.record(events.SuccessorSigned(successor_id=found.id, person_id=person_id))
    return change.answer(found.id)


def _check_half(close: bytes, office: OfficeKey, chain: UserChain, successor: bytes) -> None:
    try:
        taken = carried(close, "mh1/user")
        payload = closed(taken.payload, set(range(8)))
        if taken.others or taken.first.kid != key_kid(office.pk):
            raise OfficeNeeded
        taken.first.verify(office.pk)
    except Refused as refusal:
        raise ChainRefused(reason=refusal.reason) from refusal
    said = (payload[1], payload[2], payload[3], payload[4], payload[7])
    if said != (chain.person_id.bytes, chain.seq + 1, chain.hash, CLOSE, {0: successor}):
        raise ChainRefused(reason="closes another chain, or in favour of other keys")


async def close_chain(change: Change, *, person_id: UUID, entry: bytes, attestation: bytes | None) -> UUID:
    """Close the chain of somebody who lost every holder, as both offices have signed it; the keys that wait follow at once.

    OfficeNeeded unless the actor is one of the two. ChainRefused where either no longer holds that office. NoSuccessor where
    the person has not made the keys that it names.
    """
    change.require(Action.CLOSE_CHAIN, subject_id=person_id)
    roles = await holders.roles_of(change, person_id)
    row_ = await open_chain(change, person_id)
    _, directory, _ = await directory_of(change)
    chain = await verified(change, row_, directory.office_keys)
    [step] = steps(chain, [entry])
    signed = kids(entry)
    if step.kind is not Kind.CLOSE or not _may_close(directory, signed, patient=patients_only(roles)):
        raise ChainRefused(reason="closed by nobody who may")
    if not (await in_force(change, change.actor.person_id)).keys() & set(signed):
        raise OfficeNeeded
    found = await _waiting(change, person_id)
    word = attestation or (found and found.attestation)
    if found is None or found.genesis != step.successor or word is None:
        raise NoSuccessor
    row_.seq, row_.hash = step.seq, step.hash
    kept = await change.add(ChainEntry(chain_id=row_.id, seq=step.seq, hash=step.hash, entry=entry))
    ended = await close_row(change, row_, step)
    await change.record(
        events.ChainClosed(
            entry_id=kept.id, chain_id=row_.id, person_id=person_id, attestation_ids=ended.attestations,
            office_ids=ended.offices, record=step.hash,
        )
    )  # fmt: skip
    await _follow(change, found, row_, directory, word)
    return change.answer(row_.id)


async def _follow(change: Change, found: Successor, before: UserChain, directory: Directory, word: bytes) -> None:
    """The keys that waited are their owner's from now on, vouched for by whoever compared the words."""
    boxes = [octets(box) for box in row(decode(found.boxes))]
    deposit = Deposit(found.entry, boxes, found.pins_version, found.pins)
    invite = None if found.invite_id is None else await change.get(KeyInvite, found.invite_id)
    chain, taken = _begun(found.person_id, deposit, invite)
    row_ = await begin_row(change, found.person_id, chain, before, invite)
    await keep_entries(change, row_, chain, taken, by_hash(boxes, {card.box_hash for card in chain.holders.values()}))
    await store_pins(change, found.person_id, found.pins_version, found.pins)
    attested = await fitting(change, directory, found.person_id, chain.genesis, word)
    await keep_word(change, row_, await _office_of(change, word), attested, word)
    found.ended_at = change.now
    await change.record(events.SuccessorEnded(successor_id=found.id, person_id=found.person_id))


async def _office_of(change: Change, word: bytes) -> OfficeKey:
    """The identity office, whosever, that has signed this; StatementRefused once it is over."""
    kid = take_apart(word, "mh1/dir").kid
    for office in await change.find(OfficeKey, office=Office.IDENTITY, ended_at=None):
        if office.accepted_at is not None and key_kid(office.pk) == kid:
            return office
    raise StatementRefused(reason="signed by an office that has ended")


def _may_close(directory: Directory, signed: list[bytes], *, patient: bool) -> bool:
    """Whether both offices are listed now, and the first one's scope reaches so far; mh1 asks for any time so far."""
    if len(signed) != 2 or directory.latest.coordinator_key(signed[1]) is None:
        return False
    return any(officer.scope == 0 or patient for officer in directory.latest.identity_officers(signed[0]))

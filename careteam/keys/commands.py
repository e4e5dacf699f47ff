"""What one can do with one's own keys: begin and extend the chain, keep pins, have a new device taken in."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from careteam.audit.change import Change
from careteam.core import problems
from careteam.crypto.mh1.cose import key_kid
from careteam.crypto.mh1.primitives import digest, enrolled
from careteam.crypto.mh1.refusals import Refused
from careteam.crypto.mh1.userchain import Chain
from careteam.identity import holders
from careteam.keys import events
from careteam.keys.chains import Kind, Step, kids, newest_chain, steps, verified
from careteam.keys.endings import close_row
from careteam.keys.models import ChainEntry, HolderBox, Joining, KeyInvite, Pins, UserChain
from careteam.keys.refusals import ChainMoved, ChainRefused, PinsMoved
from careteam.keys.rules import JOINING_LASTS, MOST_JOINING

#: Signatures of a genesis by a person alone: their first device and their first generation.
_ALONE = 2


async def extend_chain(change: Change, *, seq: int, entries: Sequence[bytes], boxes: Sequence[bytes]) -> UUID:
    """Take the next entries of the actor's chain, or the first; the boxes are those that the entries name.

    ChainMoved where `seq` is not the next, ChainRefused for entries or boxes that do not hold.
    """
    me = change.actor.person_id
    await holders.roles_of(change, me)  # locked: of two devices that begin at once, one comes second
    newest = await newest_chain(change, me)
    row = newest if newest is not None and newest.closed_at is None else None
    after = 0 if row is None else row.seq + 1
    if seq != after:
        raise ChainMoved(seq=after)
    invite = await invite_of(change, entries[0]) if row is None else None
    chain = Chain(me.bytes, invite and invite.token_pk) if row is None else await verified(change, row)
    taken: list[Step] = []
    named: set[bytes] = set()
    for step in steps(chain, entries):
        taken.append(step)
        named.update(card.box_hash for card in chain.holders.values())
    if row is None:
        row = await begin_row(change, me, chain, newest, invite)
    await keep_entries(change, row, chain, taken, by_hash(boxes, named))
    return change.answer(row.id)


def by_hash(boxes: Sequence[bytes], named: set[bytes]) -> Mapping[bytes, bytes]:
    """These boxes by their hash; ChainRefused for one that no entry names."""
    given = {digest(box): box for box in boxes}
    if not given.keys() <= named:
        raise ChainRefused(reason="a box that no entry names")
    return given


async def invite_of(change: Change, genesis: bytes) -> KeyInvite | None:
    """The actor's invite whose token has signed this genesis; None where they signed alone."""
    signed = kids(genesis)
    if len(signed) <= _ALONE:
        return None
    for invite in await change.find(KeyInvite, person_id=change.actor.person_id):
        if key_kid(invite.token_pk) == signed[_ALONE] and invite.not_after > change.now:
            return invite
    raise ChainRefused(reason="signed by the token of no invite that holds")


async def begin_row(
    change: Change, person_id: UUID, chain: Chain, before: UserChain | None, invite: KeyInvite | None
) -> UserChain:
    """The row of a chain that begins, after the one before was closed in its favour; ChainRefused for any other."""
    if before is not None and before.successor != chain.genesis:
        raise ChainRefused(reason="the close of the chain before names another genesis")
    return await change.add(
        UserChain(
            person_id=person_id, invite_id=invite.id if invite else None, genesis=chain.genesis,
            seq=0, hash=chain.genesis, generation=1, began_at=change.now,
        )
    )  # fmt: skip


async def keep_entries(
    change: Change, row: UserChain, chain: Chain, taken: Sequence[Step], given: Mapping[bytes, bytes]
) -> None:
    """Store the entries, the new head, and for each holder the box it has now; one event for each entry."""
    stored = {box.holder: box for box in await change.find(HolderBox, chain_id=row.id)}
    for card in chain.holders.values():
        box = stored.get(card.id)
        if box is not None and box.hash == card.box_hash:
            continue
        if card.box_hash not in given:
            raise ChainRefused(reason="a box that an entry names is missing")
        if box is None:
            new = HolderBox(chain_id=row.id, holder=card.id, hash=card.box_hash, box=given[card.box_hash])
            stored[card.id] = await change.add(new)
        else:
            box.hash, box.box = card.box_hash, given[card.box_hash]
    for step in taken:
        for id_ in step.holders:
            if id_ not in stored:  # added and revoked in one request
                stored[id_] = await change.add(HolderBox(chain_id=row.id, holder=id_, hash=bytes(32), box=b""))
    row.seq, row.hash, row.generation = chain.seq, chain.head, chain.generation
    for step in taken:
        await _record(change, row, step, stored)


async def _record(change: Change, row: UserChain, step: Step, stored: Mapping[bytes, HolderBox]) -> None:
    entry = await change.add(ChainEntry(chain_id=row.id, seq=step.seq, hash=step.hash, entry=step.entry))
    boxes = [stored[id_] for id_ in step.holders]
    place = {"entry_id": entry.id, "chain_id": row.id, "person_id": row.person_id}
    match step.kind:
        case Kind.GENESIS:
            event = events.ChainBegun(**place, box_ids=tuple(box.id for box in boxes), record=step.hash)
        case Kind.ADD:
            joined = await _joined(change, row.person_id, boxes[0].holder)
            event = events.HolderAdded(**place, box_id=boxes[0].id, joining_id=joined, record=step.hash)
        case Kind.REVOKE:
            boxes[0].box, boxes[0].ended_at = b"", change.now
            event = events.HolderRevoked(**place, box_id=boxes[0].id, record=step.hash)
        case Kind.ROTATE:
            ids = tuple(box.id for box in boxes)
            event = events.KeysRotated(**place, box_ids=ids, generation=row.generation, record=step.hash)
        case Kind.CLOSE:
            ended = await close_row(change, row, step)
            event = events.ChainClosed(
                **place, attestation_ids=ended.attestations, office_ids=ended.offices, record=step.hash
            )
    await change.record(event)


async def _joined(change: Change, person_id: UUID, device_id: bytes) -> UUID | None:
    """The request of a device that has been taken in; it no longer waits."""
    waiting = await change.find(Joining, person_id=person_id, device_id=device_id, ended_at=None)
    for joining in waiting:
        joining.ended_at = change.now
    return waiting[0].id if waiting else None


async def keep_pins(change: Change, *, version: int, sealed: bytes) -> UUID:
    """Keep whom the actor trusts, as sealed by them; PinsMoved unless the version is the one after that which is kept."""
    me = change.actor.person_id
    await holders.roles_of(change, me)
    found = await change.find(Pins, person_id=me)
    kept = found[0].version if found else 0
    if version != kept + 1:
        raise PinsMoved(version=kept)
    return change.answer(await store_pins(change, me, version, sealed))


async def store_pins(change: Change, person_id: UUID, version: int, sealed: bytes) -> UUID:
    """Keep these pins of somebody's in the place of those there are."""
    found = await change.find(Pins, person_id=person_id)
    pins = found[0] if found else await change.add(Pins(person_id=person_id, version=version, sealed=sealed))
    pins.version, pins.sealed = version, sealed
    await change.record(events.PinsKept(pins_id=pins.id, person_id=person_id, version=version, record=digest(sealed)))
    return pins.id


async def ask_to_join(change: Change, *, device_id: bytes, pk: bytes, dpk: bytes, device: str) -> UUID:
    """Let a new device of the actor's wait to be taken in."""
    me = change.actor.person_id
    try:
        enrolled(dpk)
    except Refused as refusal:
        raise problems.Malformed(errors=[{"pointer": "/dpk", "detail": refusal.reason}]) from refusal
    await holders.roles_of(change, me)
    waiting = await change.find(Joining, person_id=me, ended_at=None)
    kept = [one for one in waiting if one.asked_at + JOINING_LASTS > change.now and one.device_id != device_id]
    over = [one for one in waiting if one not in kept[1 - MOST_JOINING :]]
    for one in over:
        one.ended_at = change.now
    joining = await change.add(
        Joining(person_id=me, device_id=device_id, pk=pk, dpk=dpk, device=device, asked_at=change.now)
    )
    ended = tuple(one.id for one in over)
    await change.record(events.JoiningAsked(joining_id=joining.id, person_id=me, ended_ids=ended))
    return change.answer(joining.id)


async def end_joining(change: Change, *, device_id: bytes) -> UUID:
    """Let a device of the actor's wait no longer; NotFound where it does not."""
    me = change.actor.person_id
    waiting = await change.find(Joining, person_id=me, device_id=device_id, ended_at=None)
    if not waiting:
        raise problems.NotFound
    waiting[0].ended_at = change.now
    await change.record(events.JoiningEnded(joining_id=waiting[0].id, person_id=me))
    return change.answer(waiting[0].id)

"""What one can ask about keys: the directory, one's own, and those of people one has to do with."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import literal, or_, select
from sqlalchemy.orm import aliased

from careteam.access.actions import Action
from careteam.access.models import RelationRow
from careteam.access.policy import may
from careteam.access.rules import Case
from careteam.audit.view import View
from careteam.core import problems
from careteam.core.octets import Encoded, encoded
from careteam.core.paging import Shape
from careteam.crypto.mh1.encoding import decode
from careteam.crypto.mh1.shapes import octets
from careteam.crypto.mh1.shapes import row as cbor_row
from careteam.identity import queries as identity
from careteam.keys.models import (
    Attestation,
    ChainEntry,
    DirectoryEntry,
    HolderBox,
    Joining,
    KeyDirectory,
    KeyInvite,
    OfficeKey,
    Pins,
    Successor,
    UserChain,
)
from careteam.keys.rules import JOINING_LASTS, AttestedRole, Office, OfficeState, Scope
from careteam.keys.standings import vouched_for


class DirectoryDetail(Shape):
    """The organisation's directory after an entry: its id in mh1, its root keys, the entries as carried."""

    org: Encoded
    roots: list[Encoded]
    entries: list[Encoded]


class SealedDetail(Shape):
    """What one has sealed to oneself, and its version."""

    version: int
    sealed: Encoded


class AttestationDetail(Shape):
    """The word of an identity officer that a chain is a person's."""

    cose: Encoded
    role: AttestedRole
    not_after: datetime


class OwnOffice(Shape):
    """An office of one's own, with its secret half as one sealed it."""

    id: Encoded
    office: Office
    scope: Scope
    pk: Encoded
    sealed: Encoded
    state: OfficeState


class JoiningDetail(Shape):
    """A device of one's own that waits to be taken in."""

    id: Encoded
    pk: Encoded
    dpk: Encoded
    device: str
    asked_at: datetime


class SuccessorDetail(Shape):
    """New keys of one's own that wait for both offices; `signed`: the identity officer has compared words."""

    entry: Encoded
    boxes: list[Encoded]
    pins: SealedDetail
    device: str
    asked_at: datetime
    signed: bool


class OwnKeys(Shape):
    """All that is kept of one's own keys. The chain is the newest one, which may be closed; boxes are named by their hash."""

    person_id: UUID
    entries: list[Encoded]
    boxes: dict[str, Encoded]
    pins: SealedDetail | None
    attestation: AttestationDetail | None
    invite: Encoded | None
    offices: list[OwnOffice]
    joining: list[JoiningDetail]
    successor: SuccessorDetail | None


class ChainDetail(Shape):
    """A chain, and the invite whose token signed its genesis."""

    entries: list[Encoded]
    invite: Encoded | None


class PersonKeys(Shape):
    """Somebody's chains, the oldest first, and the attestation in force."""

    person_id: UUID
    chains: list[ChainDetail]
    attestation: AttestationDetail | None


async def directory(view: View, after: int) -> DirectoryDetail:
    """The directory's entries after this number; NotFound where there is none yet."""
    found = await view.openly(select(KeyDirectory))
    if not found:
        raise problems.NotFound
    row: KeyDirectory = found[0][0]
    query = select(DirectoryEntry.entry).where(DirectoryEntry.seq > after).order_by(DirectoryEntry.seq)
    entries = [one[0] for one in await view.openly(query)]
    return DirectoryDetail(org=row.id.bytes, roots=row.root_keys, entries=entries)


async def own_keys(view: View) -> OwnKeys:
    """All that is kept of the reader's keys."""
    me = view.actor.person_id
    chains = await _chains(view, me)
    chain = chains[-1] if chains else None
    kept = [row[0] for row in await view.openly(select(Pins).where(Pins.person_id == me))]
    offices = select(OfficeKey).where(OfficeKey.person_id == me).order_by(OfficeKey.id)
    waiting = select(Joining).where(
        Joining.person_id == me, Joining.ended_at.is_(None), Joining.asked_at > view.now - JOINING_LASTS
    )
    return OwnKeys(
        person_id=me,
        entries=await _entries(view, chain) if chain else [],
        boxes=await _boxes(view, chain) if chain else {},
        pins=SealedDetail(version=kept[0].version, sealed=kept[0].sealed) if kept else None,
        attestation=await _attestation(view, chain) if chain else None,
        invite=await _invite(view, me, chain if chain and chain.closed_at is None else None),
        offices=[_own_office(row[0]) for row in await view.openly(offices)],
        joining=[_joining(row[0]) for row in await view.openly(waiting.order_by(Joining.id))],
        successor=await _successor(view, me),
    )


async def _successor(view: View, person_id: UUID) -> SuccessorDetail | None:
    query = select(Successor).where(Successor.person_id == person_id, Successor.ended_at.is_(None))
    found = [row[0] for row in await view.openly(query)]
    if not found:
        return None
    row: Successor = found[0]
    return SuccessorDetail(
        entry=row.entry, boxes=[octets(box) for box in cbor_row(decode(row.boxes))],
        pins=SealedDetail(version=row.pins_version, sealed=row.pins), device=row.device, asked_at=row.asked_at,
        signed=row.close is not None,
    )  # fmt: skip


def _own_office(row: OfficeKey) -> OwnOffice:
    state = OfficeState.IN_FORCE if row.accepted_at else OfficeState.ASKED
    return OwnOffice(
        id=row.request, office=row.office, scope=row.scope, pk=row.pk, sealed=row.sealed,
        state=OfficeState.ENDED if row.ended_at else state,
    )  # fmt: skip


def _joining(row: Joining) -> JoiningDetail:
    return JoiningDetail(id=row.device_id, pk=row.pk, dpk=row.dpk, device=row.device, asked_at=row.asked_at)


async def _chains(view: View, person_id: UUID) -> list[UserChain]:
    query = select(UserChain).where(UserChain.person_id == person_id).order_by(UserChain.id)
    return [row[0] for row in await view.openly(query)]


async def _entries(view: View, chain: UserChain) -> list[bytes]:
    query = select(ChainEntry.entry).where(ChainEntry.chain_id == chain.id).order_by(ChainEntry.seq)
    return [row[0] for row in await view.openly(query)]


async def _boxes(view: View, chain: UserChain) -> dict[str, bytes]:
    query = select(HolderBox).where(HolderBox.chain_id == chain.id, HolderBox.ended_at.is_(None))
    return {encoded(row[0].hash): row[0].box for row in await view.openly(query)}


async def _attestation(view: View, chain: UserChain) -> AttestationDetail | None:
    query = vouched_for(view.now).where(Attestation.chain_id == chain.id)
    found = [row[0] for row in await view.openly(query)]
    return _told(found[0]) if found else None


def _told(row: Attestation) -> AttestationDetail:
    return AttestationDetail(cose=row.cose, role=row.role, not_after=row.not_after)


async def _invite(view: View, person_id: UUID, chain: UserChain | None) -> bytes | None:
    """The invite that the chain began with; for whoever has no chain yet, the newest that holds."""
    which = KeyInvite.not_after > view.now if chain is None else KeyInvite.id == chain.invite_id
    query = select(KeyInvite.cose).where(KeyInvite.person_id == person_id, which)
    found = await view.openly(query.order_by(KeyInvite.id.desc()).limit(1))
    return found[0][0] if found else None


async def person_keys(view: View, person_id: UUID) -> PersonKeys:
    """Somebody's keys: one's own, those of people of a plan one is on, anybody's for who vouches and runs; else NotFound."""
    case = Case.about(view.standing, subject_id=person_id, same_plan=await _same_plan(view, person_id))
    if not may(case, Action.READ_PERSON_KEYS) or not await identity.is_person(view, person_id):
        raise problems.NotFound
    return await keys_of(view, person_id)


async def keys_of(view: View, person_id: UUID) -> PersonKeys:
    """Somebody's chains and attestation, for whoever has been found to have to do with them."""
    return (await keys_of_all(view, [person_id]))[person_id]


async def keys_of_all(view: View, people: Collection[UUID]) -> dict[UUID, PersonKeys]:
    """The same of many, in as many queries as for one."""
    chains: defaultdict[UUID, list[UserChain]] = defaultdict(list)
    for row in await view.openly(select(UserChain).where(UserChain.person_id.in_(people)).order_by(UserChain.id)):
        chains[row[0].person_id].append(row[0])
    all_ = [chain for theirs in chains.values() for chain in theirs]
    entries: defaultdict[UUID, list[bytes]] = defaultdict(list)
    of_chains = select(ChainEntry.chain_id, ChainEntry.entry).where(ChainEntry.chain_id.in_([one.id for one in all_]))
    for chain_id, entry in await view.openly(of_chains.order_by(ChainEntry.seq)):
        entries[chain_id].append(entry)
    used = select(KeyInvite.id, KeyInvite.cose).where(KeyInvite.id.in_({one.invite_id for one in all_}))
    invites: dict[UUID | None, bytes] = {row[0]: row[1] for row in await view.openly(used)}
    newest = [theirs[-1].id for theirs in chains.values()]
    vouched = await view.openly(vouched_for(view.now).where(Attestation.chain_id.in_(newest)))
    attestations = {row[0].chain_id: _told(row[0]) for row in vouched}
    return {
        id_: PersonKeys(
            person_id=id_,
            chains=[ChainDetail(entries=entries[one.id], invite=invites.get(one.invite_id)) for one in chains[id_]],
            attestation=attestations.get(chains[id_][-1].id) if chains[id_] else None,
        )
        for id_ in people
    }


async def _same_plan(view: View, person_id: UUID) -> bool:
    """Are the reader and this person on one plan now?"""
    mine, theirs = aliased(RelationRow), aliased(RelationRow)
    query = select(literal(value=True)).where(mine.plan_id == theirs.plan_id)
    for row, who in ((mine, view.actor.person_id), (theirs, person_id)):
        goes_on = or_(row.valid_until.is_(None), row.valid_until > view.now)
        query = query.where(row.person_id == who, row.ended_at.is_(None), row.valid_from <= view.now, goes_on)
    return bool(await view.openly(query.limit(1)))

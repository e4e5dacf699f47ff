"""What whoever holds the root keys does with the directory: lay it down, see who asks for an office, sign them in."""

from collections.abc import Collection, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from careteam.access.actions import Action
from careteam.access.roles import Actor
from careteam.audit.change import Change
from careteam.audit.opening import AlreadyDone, open_change
from careteam.audit.trail import Trail
from careteam.crypto.mh1.cose import Signer
from careteam.crypto.mh1.directory import Officer, Roster
from careteam.crypto.mh1.offices import Offices
from careteam.identity import holders
from careteam.keys.chains import directory_of
from careteam.keys.directory import accept_offices, begin_directory, change_officers, listed_and_over
from careteam.keys.models import KeyDirectory, OfficeKey
from careteam.keys.rules import Office, OfficeState, Scope

#: The key of the change that lays the directory down: two processes that start at once make one.
_ONCE = UUID("00000000-0000-7000-8000-000000000004")


@dataclass(frozen=True)
class Foundation:
    """What the first entry of the directory is made of: three root keys, two of them to sign, and everything it says."""

    roots: Sequence[bytes]
    signers: Sequence[Signer]
    offices: Offices


@dataclass(frozen=True)
class Listed:
    """An office that waits for its signature, is in force, or is over and still stands in the directory."""

    id: UUID
    person_id: UUID
    name: str
    office: Office
    scope: Scope
    state: OfficeState
    since: datetime


async def has_directory(trail: Trail) -> bool:
    """Is there a directory already?"""
    async with _change(trail) as change:
        return bool(await change.find(KeyDirectory, plan_id=None))


async def lay_down(trail: Trail, foundation: Foundation) -> None:
    """Make the directory, unless it is there."""
    try:
        async with open_change(trail, Actor.system(), Action.EXTEND_DIRECTORY, key=_ONCE) as change:
            await begin_directory(
                change, roots=foundation.roots, offices=foundation.offices, signers=foundation.signers
            )
    except AlreadyDone:
        return


async def accept(trail: Trail, ids: Collection[UUID], signers: Sequence[Signer]) -> None:
    """Sign these requests into the directory, and out of it what has ended."""
    async with _change(trail) as change:
        await accept_offices(change, ids=ids, signers=signers)


async def records_officers(trail: Trail) -> Roster:
    """The records officers of now, and how many of them open something together."""
    async with _change(trail) as change:
        _, directory, _ = await directory_of(change)
        return directory.latest.roster


async def name_officers(trail: Trail, officers: Sequence[Officer], together: int, signers: Sequence[Signer]) -> None:
    """Sign others in as records officers; every conversation's key is shared with them by the next member online."""
    async with _change(trail) as change:
        await change_officers(change, officers=officers, together=together, signers=signers)


async def listed(trail: Trail) -> list[Listed]:
    """Every office that waits, is in force, or must leave the directory with its next entry."""
    async with _change(trail) as change:
        _, directory, _ = await directory_of(change)
        rows = await change.find(OfficeKey, plan_id=None)
        over = set(listed_and_over(directory, [row.pk for row in rows if row.ended_at is not None]))
        return [await _listed(change, row) for row in rows if row.ended_at is None or row.pk in over]


async def _listed(change: Change, row: OfficeKey) -> Listed:
    state = OfficeState.IN_FORCE if row.accepted_at else OfficeState.ASKED
    return Listed(
        id=row.id, person_id=row.person_id, name=await holders.name_of(change, row.person_id), office=row.office,
        scope=row.scope, state=OfficeState.ENDED if row.ended_at else state,
        since=row.ended_at or row.accepted_at or row.asked_at,
    )  # fmt: skip


def _change(trail: Trail) -> AbstractAsyncContextManager[Change]:
    return open_change(trail, Actor.system(), Action.EXTEND_DIRECTORY)

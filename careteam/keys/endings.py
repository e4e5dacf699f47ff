"""What ends with a chain or with a role: what was vouched for, and offices."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from careteam.access.roles import Role
from careteam.audit.change import Change
from careteam.keys import events
from careteam.keys.chains import Step
from careteam.keys.models import Attestation, OfficeKey, UserChain
from careteam.keys.rules import may_hold


@dataclass(frozen=True)
class Ended:
    """What has ended with a chain."""

    attestations: tuple[UUID, ...]
    offices: tuple[UUID, ...]


async def close_row(change: Change, row: UserChain, step: Step) -> Ended:
    """Note that a chain is closed, and what ends with it; an event must name all of it."""
    row.closed_at, row.successor = change.now, step.successor
    attestations = await change.find(Attestation, chain_id=row.id, ended_at=None)
    offices = await change.find(OfficeKey, person_id=row.person_id, ended_at=None)
    for one in (*attestations, *offices):
        one.ended_at = change.now
    return Ended(tuple(one.id for one in attestations), tuple(one.id for one in offices))


async def end_offices(change: Change, person_id: UUID, roles: Collection[Role]) -> None:
    """End those offices of a person that somebody with these roles may not hold."""
    held = await change.find(OfficeKey, person_id=person_id, ended_at=None)
    over = [office for office in held if not may_hold(office.office, office.scope, roles)]
    for office in over:
        office.ended_at = change.now
    if over:
        ids = tuple(office.id for office in over)
        await change.record(events.OfficesEnded(person_id=person_id, office_ids=ids))

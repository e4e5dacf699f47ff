"""What ends with a chain or with a role: what was vouched for, and offices."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from careteam.access.roles import Role
from careteam.audit.change import Change
from careteam.keys import events
from careteam.keys.chains import Step
from careteam.keys.models import Attestation, OfficeKey, UserChain
from careteam.keys.rules import attested_roles, may_hold


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


async def end_with_roles(change: Change, person_id: UUID, roles: Collection[Role]) -> None:
    """End what somebody with these roles may not have: offices, and being vouched for as what they no longer are."""
    held = await change.find(OfficeKey, person_id=person_id, ended_at=None)
    offices = [one for one in held if not may_hold(one.office, one.scope, roles)]
    vouched = await change.find(Attestation, person_id=person_id, ended_at=None)
    attestations = [one for one in vouched if one.role not in attested_roles(roles)]
    for one in (*offices, *attestations):
        one.ended_at = change.now
    if offices:
        ids = tuple(one.id for one in offices)
        await change.record(events.OfficesEnded(person_id=person_id, office_ids=ids))
    if attestations:
        ids = tuple(one.id for one in attestations)
        await change.record(events.AttestationsEnded(person_id=person_id, attestation_ids=ids))

"""What follows on plans when somebody joins one, and when their access to the clinic, or a role, ends."""

from collections.abc import Callable
from uuid import UUID

from careteam.access.models import OwnStream, RelationRow
from careteam.access.roles import RelationKind, Role
from careteam.access.streams import StreamKind
from careteam.audit.change import Change
from careteam.audit.events import OwnStreamBegun, PrivateStreamOpened
from careteam.identity.events import PersonDeactivated, RoleEnded
from careteam.plans import events, team
from careteam.plans.models import Plan

#: Rows that somebody opened for themselves keep the reason they gave.
_OWN_REASON = frozenset({RelationKind.SUPERVISOR, RelationKind.BREAK_GLASS})


#: Whose part in a plan brings something that is for them alone.
_KEEPS_TO_ONESELF = frozenset({Role.PATIENT, Role.THERAPIST})


async def open_own_stream(change: Change, event: events.TeamMemberAdded) -> None:
    """Patient and therapists have a stream of their own from the day they join, so that its existence says nothing."""
    if event.role not in _KEEPS_TO_ONESELF:
        return
    if await change.find(OwnStream, person_id=event.person_id, of_plan_id=change.plan_id):
        return  # they have come back, to what they had
    stream_id = await change.open_stream(StreamKind.PRIVATE)
    await change.record(PrivateStreamOpened(private_stream_id=stream_id))
    own = await change.add(OwnStream(person_id=event.person_id, of_plan_id=change.plan_id), stream_id=stream_id)
    await change.record(OwnStreamBegun(own_stream_id=own.id, person_id=event.person_id))


async def end_relations(change: Change, event: PersonDeactivated) -> None:
    """Who left the clinic leaves every plan."""
    successor_id = event.successor_id
    await _end(change, event, "Their access to the clinic ended.", lambda row: True, successor_id=successor_id)


async def end_relations_in_role(change: Change, event: RoleEnded) -> None:
    """Who lost a role leaves every plan they were on in that role."""
    await _end(change, event, "They no longer have this role.", lambda row: row.role == event.role)


async def _end(
    change: Change,
    event: PersonDeactivated | RoleEnded,
    reason: str,
    concerned: Callable[[RelationRow], bool],
    *,
    successor_id: UUID | None = None,
) -> None:
    for plan_id in await change.plans_of(event.person_id):
        there = change.within(plan_id)
        # Locked, and so that the entries say which version of the plan they met.
        await there.get(Plan, plan_id)
        for row in await there.find(RelationRow, person_id=event.person_id, ended_at=None):
            if concerned(row):
                row.ended_at, row.lead = change.now, False
                row.reason = row.reason if row.kind in _OWN_REASON else reason
                await team.removed(there, row, successor_id)

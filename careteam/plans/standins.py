"""Who stands in on a plan for a time: the cover of somebody who is away, and whoever was called in while on duty."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from careteam.access.models import RelationRow
from careteam.access.roles import STAND_INS, RelationKind, Role
from careteam.audit.change import Change
from careteam.core.ids import PlanId
from careteam.plans import events
from careteam.plans.models import Plan
from careteam.plans.team import present


@dataclass(frozen=True, kw_only=True)
class StandIn:
    """Somebody who is to stand in: in which role, for which shift or absence, in whose place, until when."""

    person_id: UUID
    kind: RelationKind
    role: Role
    grounds_id: UUID
    until: datetime
    behalf_id: UUID | None = None


async def add(change: Change, new: StandIn) -> UUID | None:
    """Open the plan to somebody for a time; None where they have to do with it anyhow, in whatever way."""
    await _lock(change)
    if any(row.person_id == new.person_id for row in await present(change)):
        return None
    row = await change.add(
        RelationRow(
            person_id=new.person_id, kind=new.kind, role=new.role, valid_from=change.now, valid_until=new.until,
            grounds_id=new.grounds_id, behalf_id=new.behalf_id,
        )
    )  # fmt: skip
    await change.record(
        events.StandInAdded(
            relation_id=row.id, person_id=row.person_id, behalf_id=row.behalf_id, kind=row.kind, until=new.until
        )
    )  # fmt: skip
    return row.id


async def treats(change: Change, person_id: UUID) -> bool:
    """Whether somebody is a member of this plan's team now."""
    return any(row.person_id == person_id and row.kind is RelationKind.MEMBER for row in await present(change))


async def covers_of(change: Change, person_id: UUID) -> set[UUID]:
    """Who covers for somebody on this plan now."""
    return {row.person_id for row in await present(change) if row.behalf_id == person_id}


async def covered_by(change: Change, person_id: UUID) -> set[UUID]:
    """For whom somebody covers on this plan now."""
    return {row.behalf_id for row in await present(change) if row.person_id == person_id and row.behalf_id}


async def limit(change: Change, *, person_id: UUID, grounds_id: UUID, until: datetime) -> None:
    """Let somebody stand in until another time, wherever they do so for this shift or absence."""
    for there in await _plans_of(change, person_id):
        for row in await there.find(RelationRow, person_id=person_id, grounds_id=grounds_id, ended_at=None):
            if row.valid_until != until and row.as_relation().live(change.now):
                await _lock(there)
                row.valid_until = until
                await there.record(events.StandInLimited(relation_id=row.id, person_id=person_id, until=until))


async def end(change: Change, *, person_id: UUID, grounds_id: UUID) -> None:
    """End it, wherever somebody stands in for this shift or absence."""
    for there in await _plans_of(change, person_id):
        for row in await there.find(RelationRow, person_id=person_id, grounds_id=grounds_id, ended_at=None):
            await _end(there, row)


async def end_for(change: Change, behalf_id: UUID) -> None:
    """End on this plan that anybody covers for somebody who has left it."""
    for row in await change.find(RelationRow, behalf_id=behalf_id, ended_at=None):
        await _end(change, row)


async def end_what_is_over(change: Change) -> int:
    """Take off this plan who stood in and whose time has passed; they could read nothing of it since."""
    over = [
        row
        for row in await change.find(RelationRow, kind=sorted(STAND_INS), ended_at=None)
        if row.valid_until is not None and row.valid_until <= change.now
    ]
    for row in over:
        await _end(change, row)
    return len(over)


async def _end(change: Change, row: RelationRow) -> None:
    await _lock(change)
    row.ended_at = change.now
    await change.record(events.StandInEnded(relation_id=row.id, person_id=row.person_id, behalf_id=row.behalf_id))


async def _plans_of(change: Change, person_id: UUID) -> list[Change]:
    return [change.within(plan_id) for plan_id in await change.plans_of(person_id)]


async def _lock(change: Change) -> None:
    """So that the entries say which version of the plan they met."""
    assert change.plan_id is not None
    await change.get(Plan, PlanId(change.plan_id))

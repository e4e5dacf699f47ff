"""Being busy or away, with an end and a cover: the cover reads what the person covered reads, until then."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from careteam.access.actions import Action
from careteam.access.roles import CARE_ROLES, RelationKind, Role
from careteam.audit.change import Change
from careteam.core import problems
from careteam.coverage import events
from careteam.coverage.models import Absence
from careteam.coverage.rules import AbsenceKind
from careteam.identity import holders
from careteam.plans import standins
from careteam.plans.standins import StandIn

#: The longest absence.
LONGEST = timedelta(days=92)


@dataclass(eq=False)
class NoSuchAbsence(problems.Problem):
    """An absence ends in the future, in three months at most, and only somebody who is away is covered."""

    status = 422
    detail = "Choose another time. Nothing was saved."


@dataclass(eq=False)
class CannotCover(problems.Problem):
    """That person cannot cover."""

    status = 409
    detail = "Choose a colleague who treats patients here. Nobody covers themselves. Nothing was saved."


@dataclass(eq=False)
class CoverIsAway(problems.Problem):
    """That colleague is away."""

    status = 409
    detail = "Choose somebody who is here: a cover is not handed on. Nothing was saved."
    until: str


async def set_availability(change: Change, *, kind: AbsenceKind, until: datetime, cover_id: UUID | None = None) -> UUID:
    """Say that one is busy, or away and who covers, from now until then. It takes the place of what one said before."""
    me = change.actor.person_id
    change.require(Action.SET_AVAILABILITY, subject_id=me)
    too_far = not change.now < until <= change.now + LONGEST
    if too_far or (cover_id is not None and kind is not AbsenceKind.AWAY):
        raise NoSuchAbsence
    role = await _cover_role(change, me, cover_id)
    before = await lasting(change, person_id=me)
    same = next((row for row in before if row.kind is kind and row.cover_id == cover_id), None)
    for row in before:
        if row is not same:
            await end(change, row)
    if same is not None:
        return await _prolong(change, same, until)
    row = await change.add(Absence(person_id=me, kind=kind, since=change.now, until=until, cover_id=cover_id))
    await say(change, row)
    if role is not None:
        for plan_id in await change.plans_of(me):
            await open_to_cover(change.within(plan_id), row, role)
    return change.answer(row.id)


async def be_back(change: Change) -> UUID:
    """Say that one is available again."""
    me = change.actor.person_id
    change.require(Action.SET_AVAILABILITY, subject_id=me)
    before = await lasting(change, person_id=me)
    if not before:
        raise problems.NotFound
    for row in before:
        await end(change, row)
    return change.answer(before[0].id)


async def lasting(change: Change, **whose: UUID) -> list[Absence]:
    """The absences of somebody, or that somebody covers, that count now."""
    return [row for row in await change.find(Absence, ended_at=None, **whose) if row.lasts(change.now)]


async def unattended(change: Change, person_id: UUID) -> bool:
    """Whether somebody is away and nobody who is here covers for them on this plan."""
    if await _away(change, person_id) is None:
        return False
    covers = await standins.covers_of(change, person_id)
    return not any([await _away(change, one) is None for one in covers])


async def _away(change: Change, person_id: UUID) -> Absence | None:
    found = await lasting(change, person_id=person_id)
    return next((row for row in found if row.kind is AbsenceKind.AWAY), None)


async def _cover_role(change: Change, me: UUID, cover_id: UUID | None) -> Role | None:
    """In which role the cover meets the plans: their own. Both are locked, so that nobody is away unseen meanwhile."""
    roles = {id_: await holders.roles_of(change, id_) for id_ in sorted({me, cover_id or me})}
    if cover_id is None:
        return None
    if cover_id == me or not roles[cover_id] & CARE_ROLES:
        raise CannotCover
    away = await _away(change, cover_id)
    if away is not None:
        raise CoverIsAway(until=away.until.isoformat())
    return first_of(roles[cover_id] & CARE_ROLES)


def first_of(roles: frozenset[Role]) -> Role:
    """The role in which a cover meets the plans."""
    return next(role for role in Role if role in roles)


async def _prolong(change: Change, row: Absence, until: datetime) -> UUID:
    row.until = until
    await say(change, row)
    if row.cover_id is not None:
        await standins.limit(change, person_id=row.cover_id, grounds_id=row.id, until=until)
    return change.answer(row.id)


async def say(change: Change, row: Absence) -> None:
    """Tell the trail how an absence is now."""
    await change.record(
        events.PersonAway(
            absence_id=row.id, person_id=row.person_id, cover_id=row.cover_id, kind=row.kind, until=row.until
        )
    )


async def end(change: Change, row: Absence) -> None:
    """Let somebody be back; who covered leaves their plans."""
    row.ended_at = change.now
    await change.record(events.PersonBack(absence_id=row.id, person_id=row.person_id))
    if row.cover_id is not None:
        await standins.end(change, person_id=row.cover_id, grounds_id=row.id)


async def open_to_cover(there: Change, row: Absence, role: Role) -> None:
    """Of the plans somebody has to do with, the cover gets those in which they treat."""
    if row.cover_id is not None and await standins.treats(there, row.person_id):
        new = StandIn(
            person_id=row.cover_id, kind=RelationKind.COVER, role=role, grounds_id=row.id, until=row.until,
            behalf_id=row.person_id,
        )  # fmt: skip
        await standins.add(there, new)

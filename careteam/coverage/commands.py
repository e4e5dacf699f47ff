"""Planning duty: shifts are planned, changed and cancelled by a coordinator, in the clinic's time."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from careteam.access.roles import RelationKind, Role
from careteam.audit.change import Change
from careteam.core import problems
from careteam.coverage import events, rules
from careteam.coverage.models import Shift
from careteam.coverage.zone import clinic_zone
from careteam.identity import holders
from careteam.plans import standins
from careteam.plans.standins import StandIn


@dataclass(eq=False)
class CannotBeOnDuty(problems.Problem):
    """That person does not have this role here."""

    status = 409
    detail = "Choose somebody who has the role now. Nothing was saved."
    role: str


@dataclass(eq=False)
class OnDutyAlready(problems.Problem):
    """Somebody else is planned for this role at that time."""

    status = 409
    detail = (
        "One person holds a role's duty at a time. Change that shift first, or choose another time. Nothing was saved."
    )
    shift_id: UUID
    begins: str
    ends: str


@dataclass(eq=False)
class NoSuchTime(problems.Problem):
    """The clocks skip this time when they change."""

    status = 422
    detail = "Choose a time an hour earlier or later. Nothing was saved."
    time: str


@dataclass(eq=False)
class NoSuchShift(problems.Problem):
    """A shift ends after it begins, in the future, and lasts seven days at most."""

    status = 422
    detail = "Correct the times. Nothing was saved."


@dataclass(eq=False)
class NobodyIsOnDuty(problems.Problem):
    """Nobody is on duty in this role now."""

    status = 409
    detail = "Ask somebody in another role, or the coordinator. Nothing was changed."


@dataclass(eq=False)
class OnThePlanAlready(problems.Problem):
    """Who is on duty has to do with this plan already."""

    status = 409
    detail = "Write to them in the team's conversation. Nothing was changed."


@dataclass(eq=False)
class ShiftHasBegun(problems.Problem):
    """This shift has begun or is over."""

    status = 409
    detail = "Of a shift that runs, only the end can be changed; one that is over stays as it was. Nothing was saved."


async def plan_shift(change: Change, *, role: Role, person_id: UUID, begins: datetime, ends: datetime) -> UUID:
    """Plan somebody for a role's duty, by the clinic's wall clock."""
    span = _span(change, begins, ends)
    await _must_be_free(change, role, person_id, span)
    row = await change.add(
        Shift(role=role, person_id=person_id, begins_at=span[0], ends_at=span[1], week=rules.monday_of(begins.date()))
    )
    await change.record(events.ShiftPlanned(shift_id=row.id, person_id=person_id, role=role))
    return change.answer(row.id)


async def change_shift(
    change: Change, *, shift_id: UUID, person_id: UUID, begins: datetime, ends: datetime, reason: str
) -> UUID:
    """Give a shift other times or another person; of one that runs, another end."""
    row, span = await _still_open(change, shift_id), _span(change, begins, ends)
    if row.begins_at <= change.now and (row.person_id, row.begins_at) != (person_id, span[0]):
        raise ShiftHasBegun
    await _must_be_free(change, row.role, person_id, span, but=row)
    row.person_id, row.reason = person_id, reason
    (row.begins_at, row.ends_at), row.week = span, rules.monday_of(begins.date())
    await change.record(events.ShiftChanged(shift_id=row.id, person_id=person_id, role=row.role))
    await standins.limit(change, person_id=person_id, grounds_id=row.id, until=row.ends_at)
    return change.answer(row.id)


async def cancel_shift(change: Change, *, shift_id: UUID, reason: str) -> UUID:
    """Call a shift off; one that runs ends now, and was held until now."""
    await end(change, await _still_open(change, shift_id), reason)
    return change.answer(shift_id)


async def call_in(change: Change, *, role: Role) -> UUID:
    """Ask who is on duty in a role to help with this plan: it opens to them until their shift ends."""
    now = (change.now, change.now + timedelta(microseconds=1))
    rows = await change.find(Shift, role=role, week=rules.weeks_around(*now, clinic_zone()), cancelled_at=None)
    shift = next((row for row in rows if rules.overlap(row.span, now)), None)
    if shift is None:
        raise NobodyIsOnDuty
    new = StandIn(
        person_id=shift.person_id, kind=RelationKind.ON_DUTY, role=role, grounds_id=shift.id, until=shift.ends_at
    )
    relation_id = await standins.add(change, new)
    if relation_id is None:
        raise OnThePlanAlready
    return change.answer(relation_id)


async def end(change: Change, row: Shift, reason: str) -> None:
    """End a shift now, or call off one that has not begun."""
    row.reason = reason
    if row.begins_at < change.now:
        row.ends_at = change.now
        await standins.end(change, person_id=row.person_id, grounds_id=row.id)
    else:
        row.cancelled_at = change.now
    await change.record(events.ShiftCancelled(shift_id=row.id, person_id=row.person_id, role=row.role))


async def _still_open(change: Change, shift_id: UUID) -> Shift:
    row = await change.get(Shift, shift_id)
    if row.cancelled_at is not None or row.ends_at <= change.now:
        raise ShiftHasBegun
    return row


def _span(change: Change, begins: datetime, ends: datetime) -> rules.Span:
    """The two moments that the clinic's clock shows so."""
    first, last = _instant(begins), _instant(ends)
    if not (first < last and change.now < last and last - first <= rules.LONGEST):
        raise NoSuchShift
    return first, last


def _instant(wall: datetime) -> datetime:
    at = rules.instant(wall, clinic_zone())
    if at is None:
        raise NoSuchTime(time=wall.isoformat(timespec="minutes"))
    return at


async def _must_be_free(
    change: Change, role: Role, person_id: UUID, span: rules.Span, *, but: Shift | None = None
) -> None:
    """The person has the role, and nobody holds its duty then. Holders are locked: of two who plan a role, one waits."""
    if role not in rules.ON_CALL or person_id not in await holders.holders_of(change, role):
        raise CannotBeOnDuty(role=role)
    zone = clinic_zone()
    for row in await change.find(Shift, role=role, week=rules.weeks_around(*span, zone), cancelled_at=None):
        if (but is None or row.id != but.id) and rules.overlap(row.span, span):
            begins, ends = (rules.on_the_wall(at, zone).isoformat(timespec="minutes") for at in row.span)
            raise OnDutyAlready(shift_id=row.id, begins=begins, ends=ends)

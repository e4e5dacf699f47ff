"""What one can ask about duty: who holds it now, and a week of it."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select

from careteam.access.actions import Action
from careteam.access.policy import may
from careteam.access.roles import Role
from careteam.access.rules import Case
from careteam.audit.view import View
from careteam.core.paging import Shape
from careteam.coverage import rules
from careteam.coverage.models import Shift
from careteam.coverage.zone import clinic_zone
from careteam.identity.queries import PersonRef, people


class OnDuty(Shape):
    """Who holds a role's duty now, until when; nobody, where nobody is planned."""

    role: Role
    shift_id: UUID | None
    person: PersonRef | None
    until: datetime | None


class DutyNow(Shape):
    """Who is on duty now, in each role, and in which time zone the clinic tells it."""

    zone: str
    roles: list[OnDuty]


class PlannedShift(Shape):
    """A shift: its two moments, and what the clinic's wall clock shows then."""

    id: UUID
    person: PersonRef
    begins_at: datetime
    ends_at: datetime
    begins: str
    ends: str


class NobodyOnDuty(Shape):
    """A time of a week in which nobody is on duty, by the clinic's wall clock."""

    begins: str
    ends: str


class DutyLine(Shape):
    """A role's duty over a week: who holds it, and when nobody does."""

    role: Role
    shifts: list[PlannedShift]
    gaps: list[NobodyOnDuty]


class DutyWeek(Shape):
    """A week of duty, from Monday, in the clinic's time zone."""

    zone: str
    days: list[date]
    today: date
    lines: list[DutyLine]
    may: list[Action]


async def on_duty(view: View) -> DutyNow:
    """Who holds each role's duty at this moment."""
    running = _planned().where(Shift.begins_at <= view.now, Shift.ends_at > view.now)
    rows: dict[Role, Shift] = {row.role: row for (row,) in await view.openly(running)}
    names = await people(view, [row.person_id for row in rows.values()], {r.person_id: r.role for r in rows.values()})
    return DutyNow(zone=clinic_zone().key, roles=[_held(role, rows.get(role), names) for role in rules.ON_CALL])


def _held(role: Role, row: Shift | None, names: dict[UUID, PersonRef]) -> OnDuty:
    if row is None:
        return OnDuty(role=role, shift_id=None, person=None, until=None)
    person = names[row.person_id].in_role(role)
    return OnDuty(role=role, shift_id=row.id, person=person, until=row.ends_at)


async def week(view: View, monday: date | None) -> DutyWeek:
    """The week that begins with this Monday (any day of it will do); without one, this week."""
    zone = clinic_zone()
    today = view.now.astimezone(zone).date()
    first = rules.monday_of(monday or today)
    begins, ends = rules.week_of(first, zone)
    query = _planned().where(Shift.week.in_(rules.weeks_around(begins, ends, zone)))
    query = query.where(Shift.ends_at > begins, Shift.begins_at < ends).order_by(Shift.begins_at)
    rows: list[Shift] = [row[0] for row in await view.openly(query)]
    names = await people(view, {row.person_id for row in rows})
    lines = [
        _line(role, [row for row in rows if row.role is role], names, (begins, ends), zone) for role in rules.ON_CALL
    ]
    return DutyWeek(
        zone=zone.key, days=[first + timedelta(days=n) for n in range(7)], today=today, lines=lines,
        may=[action for action in (Action.PLAN_DUTY,) if may(Case(view.standing), action)],
    )  # fmt: skip


def _line(role: Role, rows: Sequence[Shift], names: dict[UUID, PersonRef], of: rules.Span, zone: ZoneInfo) -> DutyLine:
    def wall(at: datetime) -> str:
        return rules.on_the_wall(at, zone).isoformat(timespec="minutes")

    shifts = [
        PlannedShift(
            id=row.id, person=names[row.person_id].in_role(role), begins_at=row.begins_at,
            ends_at=row.ends_at, begins=wall(row.begins_at), ends=wall(row.ends_at),
        )
        for row in rows
    ]  # fmt: skip
    free = rules.gaps(of, [row.span for row in rows])
    return DutyLine(
        role=role, shifts=shifts, gaps=[NobodyOnDuty(begins=wall(left), ends=wall(right)) for left, right in free]
    )


def _planned() -> Select[Shift]:
    return select(Shift).where(Shift.cancelled_at.is_(None))

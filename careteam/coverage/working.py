"""When the clinic works: what a coordinator says of it, and what others ask."""

import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from careteam.access.actions import Action
from careteam.access.policy import may
from careteam.access.roles import Actor
from careteam.access.rules import Case
from careteam.audit.change import Change
from careteam.audit.trail import Trail
from careteam.audit.view import View, open_view
from careteam.core import problems
from careteam.core.paging import Shape
from careteam.coverage import events
from careteam.coverage.hours import Hours
from careteam.coverage.models import WorkingHours
from careteam.coverage.zone import clinic_zone

#: The one row there is.
_ID = UUID("00000000-0000-7000-8000-000000000003")
#: For so many seconds a process goes by the hours it has read.
KEPT = 30


@dataclass(eq=False)
class NoSuchHours(problems.Problem):
    """Work ends after it begins, on the same day."""

    status = 422
    detail = "Correct the times. Nothing was saved."


class HoursDetail(Shape):
    """When the clinic works: Monday is 1, minutes after midnight by its wall clock. Nobody has said so yet: no weekdays.

    `next_opens_at` is when it begins work again, after today's hours where it works now.
    """

    zone: str
    weekdays: list[int]
    opens: int
    closes: int
    closed_days: list[date]
    next_opens_at: datetime | None
    may: list[Action]


async def set_hours(
    change: Change, *, weekdays: Collection[int], opens: int, closes: int, closed_days: Collection[date]
) -> UUID:
    """Say when the clinic works. Days that are over are forgotten."""
    change.require(Action.PLAN_DUTY)
    if not opens < closes:
        raise NoSuchHours
    rows = await change.find(WorkingHours, id=_ID)
    row = rows[0] if rows else WorkingHours(id=_ID)
    today = change.now.astimezone(clinic_zone()).date()
    row.weekdays, row.opens, row.closes = sorted(set(weekdays)), opens, closes
    row.closed_days = sorted({day for day in closed_days if day >= today})
    if not rows:
        await change.add(row)
    await change.record(events.WorkingHoursSet(hours_id=_ID))
    return change.answer(_ID)


async def hours_of(change: Change) -> Hours | None:
    """When the clinic works, as this change finds it; None where nobody has said so."""
    rows = await change.find(WorkingHours, id=_ID)
    return _known(rows[0] if rows else None)


async def working_hours(view: View) -> HoursDetail:
    """When the clinic works, for its staff."""
    row = await _row(view)
    mine = [action for action in (Action.PLAN_DUTY,) if may(Case(view.standing), action)]
    known = _known(row)
    return HoursDetail(
        zone=clinic_zone().key,
        weekdays=row.weekdays if row else [],
        opens=row.opens if row else 0,
        closes=row.closes if row else 0,
        closed_days=row.closed_days if row else [],
        next_opens_at=known and known.opens_after(known.open_until(view.now) or view.now),
        may=mine,
    )


async def hours(view: View) -> Hours | None:
    """When the clinic works; None where nobody has said so."""
    return _known(await _row(view))


def _known(row: WorkingHours | None) -> Hours | None:
    if row is None or not row.weekdays:
        return None
    return Hours(frozenset(row.weekdays), row.opens, row.closes, frozenset(row.closed_days), clinic_zone())


async def _row(view: View) -> WorkingHours | None:
    rows: Sequence[tuple[WorkingHours]] = await view.openly(select(WorkingHours))
    return rows[0][0] if rows else None


class _Kept:
    """What a process has read, and when."""

    read_at = float("-inf")
    hours: Hours | None = None


async def hours_at_hand(trail: Trail) -> Hours | None:
    """The same for what is done too often to ask each time; a change of them is known within KEPT seconds."""
    kept: _Kept = trail.kept.setdefault(_Kept, _Kept())
    if time.monotonic() - kept.read_at > KEPT:
        kept.read_at = time.monotonic()
        async with open_view(trail, Actor.system(), Action.RUN_REACTION, screen="hours") as view:
            kept.hours = await hours(view)
    return kept.hours

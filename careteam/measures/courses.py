"""The scores of many plans at once: what a list of patients shows, and what outcomes are counted from."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, DateTime, Uuid, bindparam, func, select, true
from sqlalchemy.orm import load_only

from careteam.audit.view import View
from careteam.measures import rules
from careteam.measures.models import MeasureResult, MeasureSchedule
from careteam.measures.outcomes import Point, main_scale
from careteam.measures.rules import ScheduleStatus
from careteam.plans import rosters

#: How many of the newest results a small course shows.
SHOWN = 12
#: Of so many plans outcomes are counted, those that began last first.
MOST_PLANS = 500


@dataclass(frozen=True)
class Ends:
    """The first score of a plan and its newest two, the newest last. One score is only the first."""

    first: Point
    before: int | None
    last: Point


@dataclass(frozen=True)
class Overdue:
    """A scale that nobody has answered, and since when."""

    instrument: str
    since: datetime


@dataclass(frozen=True)
class Spread:
    """When a plan had its first score and its last."""

    plan_id: UUID
    first_at: datetime
    last_at: datetime


async def ends_of(view: View, plan_ids: Collection[UUID]) -> dict[UUID, Ends]:
    """Where the main scale began and where it stands in each of these plans: three rows of each by an index."""
    if not plan_ids:
        return {}
    plan = _these(plan_ids)
    scored = _scored().where(MeasureResult.plan_id == plan.c.id).with_only_columns(MeasureResult.id)
    first = scored.order_by(MeasureResult.at, MeasureResult.id).limit(1)
    newest = scored.order_by(MeasureResult.at.desc(), MeasureResult.id.desc()).limit(2)
    ids = [select(part.c.id).select_from(plan).join(part, true()) for part in (first.lateral(), newest.lateral())]
    rows = await view.all(select(MeasureResult).where(MeasureResult.id.in_(ids[0].union(ids[1]))))
    courses = _by_plan(rows)
    return {
        plan_id: Ends(points[0], points[-2].total if len(points) > 1 else None, points[-1])
        for plan_id, points in courses.items()
    }


async def newest_of(view: View, plan_ids: Collection[UUID]) -> dict[UUID, list[int | None]]:
    """The newest totals of the main scale in each of these plans, the oldest first; None: missed, or not complete."""
    if not plan_ids:
        return {}
    plan = _these(plan_ids)
    asked = select(MeasureResult.id).where(
        MeasureResult.plan_id == plan.c.id, MeasureResult.instrument == main_scale().id
    )
    newest = asked.order_by(MeasureResult.at.desc(), MeasureResult.id.desc()).limit(SHOWN).lateral()
    ids = select(newest.c.id).select_from(plan).join(newest, true())
    query = select(MeasureResult).where(MeasureResult.id.in_(ids)).order_by(MeasureResult.at, MeasureResult.id)
    found: defaultdict[UUID, list[int | None]] = defaultdict(list)
    for row in await view.all(query):
        found[row.plan_id].append(row.score)
    return found


async def overdue_in(view: View, plan_ids: Collection[UUID]) -> dict[UUID, Overdue]:
    """Of each of these plans that go on the scale that waits longest, as far as the team is to know that it is late."""
    row = MeasureSchedule
    query = select(row.plan_id, row.instrument, row.waiting_since).where(
        row.plan_id.in_(plan_ids), row.status == ScheduleStatus.ACTIVE, row.waiting_since <= view.now - rules.GRACE
    )
    query = query.where(row.plan_id.in_(rosters.going()))
    found: dict[UUID, Overdue] = {}
    for plan_id, instrument, since in await view.rows(query.order_by(row.waiting_since, row.id)):
        found.setdefault(plan_id, Overdue(instrument, since))
    return found


async def begun_since(view: View, since: datetime, *, clinic: bool) -> list[Spread]:
    """The plans whose first score of the main scale is not older than this, the newest first; at most MOST_PLANS.

    Of the whole clinic it is asked as of a trail: when there was a score, not which.
    """
    begun = func.min(MeasureResult.at)
    query = _scored().with_only_columns(MeasureResult.plan_id, begun, func.max(MeasureResult.at))
    query = query.group_by(MeasureResult.plan_id).having(begun >= since)
    query = query.order_by(begun.desc(), MeasureResult.plan_id).limit(MOST_PLANS)
    rows = await (view.reviewed(query, MeasureResult) if clinic else view.rows(query))
    return [Spread(*row) for row in rows]


async def courses_of(
    view: View, begun: Sequence[Spread], span: timedelta, *, clinic: bool
) -> Mapping[UUID, list[Point]]:
    """The scores of each of these plans within this time after its first one, the oldest first."""
    if not begun:
        return {}
    firsts = bindparam("firsts", [one.first_at for one in begun], type_=ARRAY(DateTime(timezone=True)))
    plan = func.unnest(_ids([one.plan_id for one in begun]), firsts).table_valued("id", "first_at").render_derived()
    here = (MeasureResult.plan_id == plan.c.id) & (MeasureResult.at <= plan.c.first_at + span)
    row = MeasureResult
    query = _scored().join(plan, here).options(load_only(row.plan_id, row.stream_id, row.at, row.total))
    rows = await (view.counted(query, row) if clinic else view.rows(query))
    return _by_plan([found[0] for found in rows])


def _scored() -> Any:
    return select(MeasureResult).where(MeasureResult.instrument == main_scale().id, MeasureResult.total.is_not(None))


def _these(plan_ids: Collection[UUID]) -> Any:
    """These plans as a table of one column: the statement is the same for however many."""
    return func.unnest(_ids(plan_ids)).table_valued("id").render_derived()


def _ids(plan_ids: Collection[UUID]) -> Any:
    return bindparam("plans", list(plan_ids), type_=ARRAY(Uuid()))


def _by_plan(rows: Sequence[MeasureResult]) -> dict[UUID, list[Point]]:
    found: defaultdict[UUID, list[Point]] = defaultdict(list)
    for row in sorted(rows, key=lambda one: (one.at, one.id)):
        assert row.score is not None
        found[row.plan_id].append(Point(row.at, row.score))
    return dict(found)

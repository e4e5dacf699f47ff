"""What one can ask about measures: those of a plan, and the course of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, or_, select

from careteam.access.actions import Action
from careteam.access.policy import may_at_all
from careteam.audit.view import View
from careteam.core import problems
from careteam.core.paging import cursor, position
from careteam.identity.queries import PersonRef, people
from careteam.measures import findings, instruments, rules, telling, turns
from careteam.measures.models import MeasureResult, MeasureSchedule
from careteam.measures.rules import ResultKind, ScheduleStatus
from careteam.measures.shapes import MeasureGoal, Measures, Results, ScheduleDetail
from careteam.measures.telling import Scored
from careteam.plans import parts

MEASURE_ACTIONS = (
    Action.SCHEDULE_MEASURE, Action.RECORD_MEASURE, Action.REMIND_MEASURE,
)  # fmt: skip


async def measures(view: View) -> Measures:
    """What is asked for in the plan of this view, the newest answers."""
    offered = [one for one in instruments.collection().instruments if findings.offered(one)]
    schedules = await view.all(
        select(MeasureSchedule)
        .where(MeasureSchedule.plan_id == view.plan_id, MeasureSchedule.status != ScheduleStatus.COMPLETED)
        .order_by(MeasureSchedule.due_at, MeasureSchedule.id)
    )
    edges = await _edges(view, [one.id for one in offered])
    known = {one.id: one for one in offered}
    names = await people(view, {*(row.set_by for row in schedules), *_named(edges.newest)})
    goals = await parts.goal_words(view, {row.goal_id for row in schedules})
    return Measures(
        instruments=[telling.instrument(one) for one in offered],
        schedules=[_schedule(view, row, names, goals) for row in schedules],
        latest=[
            telling.result(known[row.instrument], row, names, edges.first.get(row.instrument), edges.before(row))
            for row in edges.newest
        ],
        may=[action for action in MEASURE_ACTIONS if may_at_all(view.standing, action)],
    )


async def results(view: View, instrument: str, *, after: str | None, limit: int) -> Results:
    """The course of one instrument in the plan of this view."""
    one = instruments.instrument(instrument)
    if one is None:
        raise problems.NotFound
    query = _of(view, one.id).order_by(MeasureResult.at.desc(), MeasureResult.id.desc())
    last = position(after, datetime, UUID)
    if last is not None:
        earlier = (MeasureResult.at < last[0]) | ((MeasureResult.at == last[0]) & (MeasureResult.id < last[1]))
        query = query.where(earlier)
    rows = await view.all(query.limit(limit + 1))
    first = await view.first(_scored(view, one.id).order_by(MeasureResult.at, MeasureResult.id).limit(1))
    names = await people(view, set(_named(rows)))
    items = [
        telling.result(one, row, names, Scored.of(first), _before(rows[place + 1 :]))
        for place, row in enumerate(rows[:limit])
    ]
    next_ = cursor(rows[limit - 1].at.isoformat(), str(rows[limit - 1].id)) if len(rows) > limit else None
    return Results(items=items, next=next_)


@dataclass(frozen=True)
class _Edges:
    """Of each instrument of a plan: its newest answer, and the scores it is compared with."""

    newest: list[MeasureResult]
    first: dict[str, Scored]
    scored: list[MeasureResult]

    def before(self, row: MeasureResult) -> int | None:
        """The score before this answer."""
        return _before([one for one in self.scored if one.instrument == row.instrument and one.id != row.id])


async def _edges(view: View, ids: Sequence[str]) -> _Edges:
    """In one statement, each row by an index: it does not grow with what was answered."""
    wanted: list[Any] = []
    for id_ in ids:
        answered = _of(view, id_).where(MeasureResult.kind == ResultKind.ANSWERED)
        newest = (MeasureResult.at.desc(), MeasureResult.id.desc())
        for query in (
            answered.order_by(*newest),
            _scored(view, id_).order_by(*newest),
            _scored(view, id_).order_by(*newest).offset(1),
            _scored(view, id_).order_by(MeasureResult.at, MeasureResult.id),
        ):
            wanted.append(query.with_only_columns(MeasureResult.id).limit(1).scalar_subquery())
    rows = await view.all(select(MeasureResult).where(or_(*(MeasureResult.id == one for one in wanted))))
    rows.sort(key=lambda row: (row.at, row.id), reverse=True)
    newest_of: dict[str, MeasureResult] = {}
    first: dict[str, Scored] = {}
    for row in rows:
        newest_of.setdefault(row.instrument, row)
        if (scored := Scored.of(row)) is not None:
            first[row.instrument] = scored
    return _Edges(list(newest_of.values()), first, rows)


def _of(view: View, instrument: str) -> Select[MeasureResult]:
    return select(MeasureResult).where(MeasureResult.plan_id == view.plan_id, MeasureResult.instrument == instrument)


def _scored(view: View, instrument: str) -> Select[MeasureResult]:
    return _of(view, instrument).where(MeasureResult.total.is_not(None))


def _before(older: Sequence[MeasureResult]) -> int | None:
    return next((row.score for row in older if row.score is not None), None)


def _named(rows: Sequence[MeasureResult]) -> list[UUID | None]:
    return [id_ for row in rows for id_ in (row.recorded_by, row.looked_by)]


def _schedule(view: View, row: MeasureSchedule, names: dict[UUID, PersonRef], goals: dict[UUID, str]) -> ScheduleDetail:
    late = row.status is ScheduleStatus.ACTIVE and rules.is_overdue(row.waiting_since, view.now)
    return ScheduleDetail(
        id=row.id, instrument=row.instrument, status=row.status, every_days=row.every_days, until=row.until,
        goal=MeasureGoal(id=row.goal_id, words=goals[row.goal_id]) if row.goal_id and row.goal_id in goals else None,
        due_on=row.due_on, due_at=row.due_at, opens_at=rules.opens_at(row.due_at, row.every_days, turns.within_of(row)),
        overdue_since=row.waiting_since if late else None, remind_at=rules.typed(row.remind_minute),
        set_by=names[row.set_by],
    )  # fmt: skip

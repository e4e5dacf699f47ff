"""What of measures one of the team can do now: answers that nobody has looked at, and scales that nobody has answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import false, select, true, union_all

from careteam.access.roles import PlanStatus
from careteam.access.rules import answers, leads
from careteam.access.sql import Columns, condition
from careteam.audit.view import View
from careteam.measures import instruments, rules, scoring
from careteam.measures.models import MeasureResult, MeasureSchedule
from careteam.measures.queries import wants_somebody
from careteam.measures.rules import ScheduleStatus
from careteam.plans import rosters


@dataclass(frozen=True)
class ToDo:
    """An answer that waits for somebody of the team, or a scale that is late: what a ranking needs, nothing sealed."""

    id: UUID
    plan_id: UUID
    instrument: str
    since: datetime
    #: Somebody is to look at an answer; else nobody has answered.
    pressing: bool
    #: The reader put it into the plan; else they lead the plan.
    asked_for: bool


async def to_do(view: View) -> list[ToDo]:
    """Answers on the reader's plans that nobody has looked at; scales that are late which they asked for, or lead."""
    both = union_all(_pressing(view), _overdue(view)).subquery()
    return [ToDo(*row) for row in await view.rows(select(both))]


def _pressing(view: View) -> Any:
    row = MeasureResult
    mine = condition(answers, view.actor, view.now, Columns(row.plan_id.expression))
    found = select(
        row.id,
        row.plan_id,
        row.instrument,
        row.recorded_at.label("since"),
        true().label("pressing"),
        false().label("asked"),
    )
    return found.where(wants_somebody(), mine)


def _overdue(view: View) -> Any:
    row = MeasureSchedule
    asked, columns = row.set_by == view.actor.person_id, Columns(row.plan_id.expression)
    asked_for = asked & condition(answers, view.actor, view.now, columns)
    found = select(
        row.id,
        row.plan_id,
        row.instrument,
        row.waiting_since.label("since"),
        false().label("pressing"),
        asked.label("asked"),
    )
    return (
        found.where(row.status == ScheduleStatus.ACTIVE, row.waiting_since <= view.now - rules.GRACE)
        .where(asked_for | condition(leads, view.actor, view.now, columns))
        .where(row.plan_id.in_(rosters.plans_that_are(PlanStatus.DRAFT, PlanStatus.ACTIVE)))
    )


async def reasons(view: View, ids: Sequence[UUID]) -> dict[UUID, str]:
    """What in each of these answers asks for somebody to look, as far as the reader may see it."""
    rows = await view.all(select(MeasureResult).where(MeasureResult.id.in_(ids))) if ids else []
    return {row.id: _reason(row) for row in rows}


def _reason(row: MeasureResult) -> str:
    one, values = instruments.instrument(row.instrument), row.values or {}
    assert one is not None
    score = scoring.score(one, values)
    numbers = [str(place) for place, item in enumerate(one.items, start=1) if item.id in score.risks]
    if numbers:
        return f"Answered item {' and '.join(numbers)} of {one.id} above 0"
    return f"{one.id} shows {score.at_least} risk"

"""What of measures one of the team can do now: see to scales that nobody has answered."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from careteam.access.roles import PlanStatus
from careteam.access.rules import answers, leads
from careteam.access.sql import Columns, condition
from careteam.audit.view import View
from careteam.measures import rules
from careteam.measures.models import MeasureSchedule
from careteam.measures.rules import ScheduleStatus
from careteam.plans import rosters


@dataclass(frozen=True)
class ToDo:
    """A scale that is late: what a ranking needs, nothing sealed."""

    id: UUID
    plan_id: UUID
    instrument: str
    since: datetime
    #: The reader put it into the plan; else they lead the plan.
    asked_for: bool


async def to_do(view: View) -> list[ToDo]:
    """Scales that are late which the reader asked for, or whose plan they lead."""
    row = MeasureSchedule
    asked, columns = row.set_by == view.actor.person_id, Columns(row.plan_id.expression)
    asked_for = asked & condition(answers, view.actor, view.now, columns)
    found = select(row.id, row.plan_id, row.instrument, row.waiting_since, asked)
    late = (
        found.where(row.status == ScheduleStatus.ACTIVE, row.waiting_since <= view.now - rules.GRACE)
        .where(asked_for | condition(leads, view.actor, view.now, columns))
        .where(row.plan_id.in_(rosters.plans_that_are(PlanStatus.DRAFT, PlanStatus.ACTIVE)))
    )
    return [ToDo(*one) for one in await view.rows(late)]

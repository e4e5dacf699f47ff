"""What of measures one of the team can do now: see to scales that nobody has answered."""

from typing import Any

from sqlalchemy import Uuid, cast, false, literal, null, select

from careteam.access.rules import answers, leads
from careteam.access.sql import Columns, condition
from careteam.audit.view import View
from careteam.measures import rules
from careteam.measures.models import MeasureSchedule
from careteam.measures.rules import ScheduleStatus
from careteam.plans import rosters


def late(view: View) -> Any:
    """Scales that are late which the reader asked for (`mine`), or whose plan they lead; for use in another query.

    The columns are those of `safety.to_do.open_cases`, so that both are asked for in one statement.
    """
    row = MeasureSchedule
    asked, columns = row.set_by == view.actor.person_id, Columns(row.plan_id.expression)
    asked_for = asked & condition(answers, view.actor, view.now, columns)
    found = select(
        row.id, row.plan_id, row.waiting_since.label("since"), literal("measure").label("kind"),
        row.instrument.label("instrument"), false().label("urgent"), asked.label("mine"), false().label("assessed"),
        cast(null(), Uuid()).label("by"),
    )  # fmt: skip
    return (
        found.where(row.status == ScheduleStatus.ACTIVE, row.waiting_since <= view.now - rules.GRACE)
        .where(asked_for | condition(leads, view.actor, view.now, columns))
        .where(row.plan_id.in_(rosters.going()))
    )

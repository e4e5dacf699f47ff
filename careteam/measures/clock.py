"""What time alone does to measures: the patient is reminded of what is due, and what nobody answered is kept as missed."""

import logging
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select

from careteam.access.actions import Action
from careteam.access.roles import Actor, PlanStatus, RelationKind
from careteam.audit.opening import open_change
from careteam.audit.trail import Trail
from careteam.audit.view import open_view
from careteam.core.ids import PlanId
from careteam.measures import turns
from careteam.measures.models import MeasureSchedule
from careteam.plans import rosters, team

#: So many at a time; the next time takes up the rest.
AT_ONCE = 50

log = logging.getLogger(__name__)


async def go_on(trail: Trail) -> int:
    """Remind of what is due and keep what was missed, each in a change of its own. Return how much was done."""
    reminders = await _due(trail, MeasureSchedule.remind_at)
    lapsed = await _due(trail, MeasureSchedule.lapses_at)
    done = 0
    for schedule_id, plan_id in reminders:
        done += await _one(trail, plan_id, schedule_id, reminds=True)
    for schedule_id, plan_id in lapsed:
        done += await _one(trail, plan_id, schedule_id, reminds=False)
    return done


async def _due(trail: Trail, moment: Any) -> Sequence[tuple[UUID, UUID]]:
    """Schedules whose moment has come, in plans that go on: while one is on hold, nobody is asked."""
    async with open_view(trail, Actor.system(), Action.RUN_REACTION, screen="measures") as view:
        come: ColumnElement[bool] = moment <= view.now
        going = MeasureSchedule.plan_id.in_(rosters.plans_that_are(PlanStatus.DRAFT, PlanStatus.ACTIVE))
        query = select(MeasureSchedule.id, MeasureSchedule.plan_id).where(come, going).order_by(moment).limit(AT_ONCE)
        return [(row[0], row[1]) for row in await view.rows(query)]


async def _one(trail: Trail, plan_id: UUID, schedule_id: UUID, *, reminds: bool) -> bool:
    try:
        async with open_change(trail, Actor.system(), Action.RUN_REACTION, plan_id=PlanId(plan_id)) as change:
            if not reminds:
                return await turns.lapse(change, schedule_id=schedule_id)
            patient = next(row.person_id for row in await team.present(change) if row.kind is RelationKind.SELF)
            return await turns.remind(change, schedule_id=schedule_id, person_id=patient)
    except Exception as error:
        log.warning("a measure did not go on", extra={"schedule": str(schedule_id), "error": type(error).__name__})
        return False

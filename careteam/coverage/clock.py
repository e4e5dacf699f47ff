"""What time alone does: those who stood in leave the plans that were open to them, and alarms climb their ladders."""

import logging

from sqlalchemy import select

from careteam.access.actions import Action
from careteam.access.models import RelationRow
from careteam.access.roles import Actor
from careteam.audit.opening import open_change
from careteam.audit.trail import Trail
from careteam.audit.view import open_view
from careteam.core.ids import PlanId
from careteam.coverage import ladder
from careteam.coverage.models import Alarm
from careteam.plans import standins

#: So many plans at a time; the next time takes up the rest.
AT_ONCE = 50

log = logging.getLogger(__name__)


async def end_what_is_over(trail: Trail) -> int:
    """Take off plans who stood in there until a time that has passed. Return how many; they read nothing since."""
    async with open_view(trail, Actor.system(), Action.RUN_REACTION, screen="stand-ins") as view:
        over = (
            RelationRow.grounds_id.is_not(None) & RelationRow.ended_at.is_(None) & (RelationRow.valid_until <= view.now)
        )
        plans = [row[0] for row in await view.rows(select(RelationRow.plan_id).where(over).distinct().limit(AT_ONCE))]
    ended = 0
    for plan_id in plans:
        async with open_change(trail, Actor.system(), Action.RUN_REACTION, plan_id=PlanId(plan_id)) as change:
            ended += await standins.end_what_is_over(change)
    return ended


async def climb_ladders(trail: Trail) -> int:
    """Let every alarm climb that is due, each in a change of its own: one that fails is tried again and holds up no other.

    Return how many climbed. Two workers at once do each alarm once: its row is locked, and looked at again.
    """
    async with open_view(trail, Actor.system(), Action.RUN_REACTION, screen="alarms") as view:
        due = select(Alarm.id, Alarm.plan_id).where(Alarm.due_at <= view.now).order_by(Alarm.due_at, Alarm.id)
        rows = await view.rows(due)
    climbed = 0
    for alarm_id, plan_id in rows:
        try:
            async with open_change(trail, Actor.system(), Action.RUN_REACTION, plan_id=PlanId(plan_id)) as change:
                climbed += await ladder.step(change, alarm_id)
        except Exception as error:
            log.warning("an alarm did not climb", extra={"alarm": str(alarm_id), "error": type(error).__name__})
    return climbed

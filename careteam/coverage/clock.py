"""What time alone ends: those who stood in leave the plans and conversations that were open to them."""

from sqlalchemy import select

from careteam.access.actions import Action
from careteam.access.models import RelationRow
from careteam.access.roles import Actor
from careteam.audit.opening import open_change
from careteam.audit.trail import Trail
from careteam.audit.view import open_view
from careteam.core.ids import PlanId
from careteam.plans import standins

#: So many plans at a time; the next time takes up the rest.
AT_ONCE = 50


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

"""What follows for measures from what happens to their plan."""

from careteam.access.roles import PlanStatus
from careteam.audit.change import Change
from careteam.measures import turns
from careteam.plans.events import PlanStatusSet


async def follow_plan(change: Change, event: PlanStatusSet) -> None:
    """A plan that has ended asks for nothing more; one that was on hold asks again from now on."""
    match PlanStatus(event.status):
        case PlanStatus.COMPLETED | PlanStatus.REVOKED:
            await turns.end_all(change)
        case PlanStatus.ACTIVE:
            await turns.take_up_all(change)
        case _:
            pass

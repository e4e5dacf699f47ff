"""What follows for tasks from what happens to their plan."""

from careteam.access.roles import PlanStatus, Role
from careteam.audit.change import Change
from careteam.plans.events import PlanStatusSet, TeamMemberRemoved
from careteam.tasks import commands

#: What is said of the tasks that were still open when their plan ended.
ENDED = {
    PlanStatus.COMPLETED: "The plan was completed.",
    PlanStatus.REVOKED: "The plan was revoked.",
}


async def return_to_pool(change: Change, event: TeamMemberRemoved) -> None:
    """Who leaves a plan leaves no task behind that nobody can take."""
    await commands.return_tasks(change, person_id=event.person_id, role=Role(event.role))


async def end_with_plan(change: Change, event: PlanStatusSet) -> None:
    """A plan that has ended takes no work; what was open is cancelled rather than left with nobody who may do it."""
    reason = ENDED.get(PlanStatus(event.status))
    if reason is not None:
        await commands.cancel_open_tasks(change, reason=reason)

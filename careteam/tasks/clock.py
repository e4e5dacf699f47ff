"""What time alone does to tasks: what is too late raises an alarm, which tells the lead, then the supervisor."""

import logging
from uuid import UUID

from sqlalchemy import and_, or_, select

from careteam.access.actions import Action
from careteam.access.roles import Actor, PlanStatus
from careteam.audit.change import Change
from careteam.audit.opening import open_change
from careteam.audit.trail import Trail
from careteam.audit.view import View, open_view
from careteam.core.ids import PlanId
from careteam.coverage import ladder
from careteam.coverage.ladder import About
from careteam.coverage.ladders import Cause, Level, Subject
from careteam.plans import rosters
from careteam.tasks import events, rules
from careteam.tasks.commands import which_of
from careteam.tasks.models import Task
from careteam.tasks.queries import is_open, of_patient_side

#: So many tasks at a time; the next time takes up the rest.
AT_ONCE = 50

log = logging.getLogger(__name__)


async def raise_overdue(trail: Trail) -> int:
    """Raise an alarm about every task that is too late, once each, in a change of its own. Return how many."""
    async with open_view(trail, Actor.system(), Action.RUN_REACTION, screen="overdue") as view:
        rows = await _overdue(view)
    raised = 0
    for task_id, plan_id in rows:
        try:
            async with open_change(trail, Actor.system(), Action.RUN_REACTION, plan_id=PlanId(plan_id)) as change:
                raised += await _escalate(change, task_id)
        except Exception as error:
            log.warning("a late task told nobody", extra={"task": str(task_id), "error": type(error).__name__})
    return raised


async def _overdue(view: View) -> list[tuple[UUID, UUID]]:
    """Tasks that are too late and could be done. What a patient or supporter is late with is not held against them."""
    late = [
        and_(Task.priority == priority, Task.due_at <= view.now - patience)
        for priority, patience in rules.PATIENCE.items()
    ]
    query = (
        select(Task.id, Task.plan_id)
        .where(is_open(), Task.escalated_at.is_(None), Task.waits_for_id.is_(None))
        .where(or_(Task.latest_at <= view.now, *late), ~of_patient_side())
        .where(Task.plan_id.in_(rosters.plans_that_are(PlanStatus.DRAFT, PlanStatus.ACTIVE)))
        .order_by(Task.due_at, Task.id)
        .limit(AT_ONCE)
    )
    return [(row[0], row[1]) for row in await view.rows(query)]


async def _escalate(change: Change, task_id: UUID) -> bool:
    """Tell the lead. False where somebody was faster, or did it meanwhile."""
    task = await change.get(Task, task_id)
    if task.escalated_at is not None or task.status not in rules.OPEN:
        return False
    task.escalated_at = change.now
    await change.record(events.TaskOverdue(**which_of(task)))
    about = About(kind=Subject.TASK, id=task.id, shared=False, owner_id=task.owner_id)
    await ladder.raise_alarm(change, about, Level.URGENT, Cause.OVERDUE)
    return True

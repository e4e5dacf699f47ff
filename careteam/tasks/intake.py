"""What an import can do with tasks: take one over in whatever state it is, and keep up with its source."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from careteam.access.roles import PlanStatus, RelationKind, Role
from careteam.access.streams import StreamKind
from careteam.audit.change import Change
from careteam.plans import team
from careteam.tasks import commands, events, rules
from careteam.tasks.models import Task
from careteam.tasks.reactions import ENDED
from careteam.tasks.rules import Priority, TaskStatus

MOVED = "It is the patient's task now, and stands where they see it."


@dataclass(frozen=True, kw_only=True)
class TakenTask:
    """A task as another system has it. Nothing of it is back-dated: it is here since it was taken over."""

    title: str
    note: str | None = None
    status: TaskStatus = TaskStatus.REQUESTED
    reason: str | None = None
    owner_id: UUID | None = None
    pool: Role | None = None
    goal_id: UUID | None = None
    item_id: UUID | None = None
    due_at: datetime | None = None
    priority: Priority = Priority.ROUTINE
    #: It is the patient's own, so the patient sees it.
    shared: bool = False


async def take_task(change: Change, new: TakenTask, *, task_id: UUID | None = None) -> UUID:
    """Take over a task, or what changed of it. What was ended here stays ended."""
    task = await change.get(Task, task_id) if task_id else None
    if task is not None and new.shared and not task.shared and task.status in rules.OPEN:
        # A row never moves to another stream.
        await commands.cancel(change, task, MOVED)
        task = None
    if task is None:
        task = await change.add(
            Task(assigned_by=change.actor.person_id, created_at=change.now, shared=new.shared),
            stream_id=await change.stream(StreamKind.RECORD if new.shared else StreamKind.TEAM),
        )
    task.title, task.note, task.due_at, task.priority = new.title, new.note, new.due_at, new.priority
    task.goal_id, task.item_id = new.goal_id, new.item_id
    if task.status not in rules.DONE:
        task.owner_id, task.pool = new.owner_id, new.pool or (None if new.owner_id else await _somebody(change))
        task.status, task.reason = new.status, new.reason
        if new.status in rules.OPEN and new.owner_id is None:
            task.status = TaskStatus.REQUESTED  # nobody has it: it waits to be claimed
    await change.record(events.TaskTaken(**commands.which_of(task)))
    if task.status in rules.DONE:
        await commands.free_waiting(change, task.id)
    return task.id


async def end_with_plan(change: Change, status: PlanStatus) -> None:
    """Leave nothing open in a plan that has ended."""
    if status in ENDED:
        await commands.cancel_open_tasks(change, reason=ENDED[status])


async def _somebody(change: Change) -> Role:
    """Whose task it is when its source does not say: that of the lead's role, else of whoever is on the team."""
    rows = [row for row in await team.present(change) if row.kind is RelationKind.MEMBER]
    ranked = sorted(rows, key=lambda row: (not row.lead, list(Role).index(row.role)))
    return ranked[0].role if ranked else Role.PSYCHIATRIST

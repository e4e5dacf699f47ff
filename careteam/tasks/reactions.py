"""What follows for tasks from what happens to their plan, and to one another."""

from careteam.access.roles import PlanStatus, Role
from careteam.audit.change import Change
from careteam.coverage import handling
from careteam.coverage.ladders import AlarmOutcome
from careteam.coverage.zone import clinic_zone
from careteam.plans.events import PlanStatusSet, TeamMemberRemoved
from careteam.tasks import commands, events, reassignment, rules
from careteam.tasks.events import TaskCancelled, TaskChanged, TaskCompleted
from careteam.tasks.models import ChecklistItem, Task
from careteam.tasks.rules import TaskStatus

#: What is said of the tasks that were still open when their plan ended.
ENDED = {
    PlanStatus.COMPLETED: "The plan was completed.",
    PlanStatus.REVOKED: "The plan was revoked.",
}


async def pass_tasks_on(change: Change, event: TeamMemberRemoved) -> None:
    """Who leaves a plan leaves no task behind that nobody can take."""
    await reassignment.pass_tasks_on(
        change, person_id=event.person_id, role=Role(event.role), successor_id=event.successor_id
    )


async def end_with_plan(change: Change, event: PlanStatusSet) -> None:
    """A plan that has ended takes no work; what was open is cancelled rather than left with nobody who may do it."""
    reason = ENDED.get(PlanStatus(event.status))
    if reason is not None:
        await commands.cancel_open_tasks(change, reason=reason)


async def free_waiting(change: Change, event: TaskCompleted | TaskCancelled) -> None:
    """What waited for a task can be begun once that is over."""
    await commands.free_waiting(change, event.task_id)


async def come_round(change: Change, event: TaskCompleted) -> None:
    """Make the next of a task that repeats, now that it is done: for whom it was given to, unticked, when it is due again."""
    done = await change.get(Task, event.task_id)
    if done.repeat_days is None or done.due_at is None:
        return
    days, zone = rules.turns(done.due_at, done.repeat_days, change.now) * done.repeat_days, clinic_zone()
    due = {
        name: moment and rules.later(moment, days, zone)
        for name in ("not_before", "due_at", "latest_at")
        for moment in (getattr(done, name),)
    }
    if rules.ends_before(done.repeat_until, due["not_before"] or due["due_at"]):
        return
    owner = None if done.pool else done.owner_id
    again = await change.add(
        Task(
            title=done.title, note=done.note, goal_id=done.goal_id, item_id=done.item_id, pool=done.pool, owner_id=owner,
            priority=done.priority, shared=done.shared, assigned_by=done.assigned_by, created_at=change.now,
            repeat_days=done.repeat_days, repeat_until=done.repeat_until, piece=done.piece, piece_version=done.piece_version,
            follows_id=done.id, **due,
            status=TaskStatus.ACCEPTED if owner else TaskStatus.REQUESTED,
        ),
        stream_id=done.stream_id,
    )  # fmt: skip
    items = sorted(await change.find(ChecklistItem, task_id=done.id, removed_at=None), key=lambda item: item.position)
    listed = await commands.write_checklist(change, again, [item.words for item in items])
    await change.record(events.TaskRepeated(**commands.which_of(again), follows_id=done.id, checklist_ids=listed))


async def settle_moved(change: Change, event: TaskChanged) -> None:
    """Nobody is told any more that a task is late which has more time now."""
    task = await change.get(Task, event.task_id)
    if task.escalated_at is None:
        await handling.settle(change, subject_id=event.task_id, outcome=AlarmOutcome.NO_ACTION_NEEDED)


async def settle_alarm(change: Change, event: TaskCompleted | TaskCancelled) -> None:
    """Nobody is told any more that a task is late which is over."""
    done = isinstance(event, TaskCompleted)
    outcome = AlarmOutcome.ANSWERED if done else AlarmOutcome.NO_ACTION_NEEDED
    await handling.settle(change, subject_id=event.task_id, outcome=outcome)

"""What one can do with a task: assign it, claim it, start it, complete it, hand it back, cancel it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from careteam.access.actions import Action
from careteam.access.models import ConversationMember
from careteam.access.roles import PATIENT_SIDE, RelationKind, Role
from careteam.access.streams import StreamKind
from careteam.audit.change import Change
from careteam.core import problems
from careteam.core.ids import TaskId
from careteam.identity import holders
from careteam.plans import parts, team
from careteam.tasks import events, rules
from careteam.tasks.models import ChecklistItem, Task
from careteam.tasks.rules import Priority, TaskStatus


@dataclass(eq=False)
class TaskCannotBecome(problems.Problem):
    """A task cannot go from this status to that one."""

    status = 409
    detail = "Look at the task's present state. Nothing was changed."
    now: str
    wanted: str


@dataclass(eq=False)
class TaskAlreadyClaimed(problems.Problem):
    """Somebody else has this task now."""

    status = 409
    detail = "They claimed it before you. Nothing was changed."
    claimed_by: dict[str, str]


@dataclass(eq=False)
class TaskNotReady(problems.Problem):
    """This task cannot be begun yet."""

    status = 409
    detail = "It waits for another task, or its time has not come. Nothing was changed."
    not_before: str | None


@dataclass(eq=False)
class SnoozeTooLong(problems.Problem):
    """A task cannot be put off for that long."""

    status = 422
    detail = "Choose a time within 30 days. Nothing was changed."


@dataclass(frozen=True, kw_only=True)
class NewTask:
    """A task to be assigned: to a person of the plan, or to the pool of a care role."""

    title: str
    note: str | None = None
    owner_id: UUID | None = None
    pool: Role | None = None
    goal_id: UUID | None = None
    item_id: UUID | None = None
    not_before: datetime | None = None
    due_at: datetime | None = None
    latest_at: datetime | None = None
    #: A task of the plan that must be over before; one that is over already is not waited for.
    waits_for_id: UUID | None = None
    #: Once it is done it is to be done again, so many days after it was due.
    repeat_days: int | None = None
    #: No turn begins later.
    repeat_until: datetime | None = None
    #: The piece of the library that is to be done, and in which version.
    piece: str | None = None
    piece_version: str | None = None
    priority: Priority = Priority.ROUTINE
    conversation_id: UUID | None = None
    message_id: UUID | None = None
    #: The patient, and a supporter who may see the plan, see it too. What is theirs to do they always see.
    shared: bool = False
    #: What is to be ticked off on the way.
    checklist: Sequence[str] = ()


async def assign_task(change: Change, new: NewTask) -> TaskId:
    """Give a task to somebody on the plan, or to the pool of a role; for a goal, a step, from a message."""
    goal_id = await parts.must_have(change, goal_id=new.goal_id, item_id=new.item_id)
    owner = await team.must_include(change, new.owner_id) if new.owner_id else None
    if new.conversation_id and not change.consequence:
        await _must_be_in(change, new.conversation_id)
    before = await change.get(Task, new.waits_for_id) if new.waits_for_id else None
    shared = new.shared or (owner is not None and owner.role in PATIENT_SIDE)
    me = change.actor.person_id
    task = await change.add(
        Task(
            title=new.title, note=new.note, owner_id=new.owner_id, pool=new.pool, goal_id=goal_id, item_id=new.item_id,
            not_before=new.not_before, due_at=new.due_at or new.latest_at, latest_at=new.latest_at,
            waits_for_id=before.id if before is not None and before.status in rules.OPEN else None,
            repeat_days=new.repeat_days, repeat_until=new.repeat_until, piece=new.piece, piece_version=new.piece_version,
            priority=new.priority, conversation_id=new.conversation_id, message_id=new.message_id,
            shared=shared, assigned_by=me, created_at=change.now,
            status=TaskStatus.ACCEPTED if new.owner_id == me else TaskStatus.REQUESTED,
        ),
        stream_id=await change.stream(StreamKind.RECORD if shared else StreamKind.TEAM),
    )  # fmt: skip
    listed = await write_checklist(change, task, new.checklist)
    await change.record(events.TaskAssigned(**which_of(task), checklist_ids=listed))
    return TaskId(task.id)


async def write_checklist(change: Change, task: Task, words: Sequence[str]) -> tuple[UUID, ...]:
    """Write down what is to be ticked off on the way to the end of a new task; an event must name it."""
    items = [
        await change.add(ChecklistItem(task_id=task.id, position=at, words=said), stream_id=task.stream_id)
        for at, said in enumerate(words)
    ]
    return tuple(item.id for item in items)


async def claim_task(change: Change, *, task_id: UUID) -> None:
    """Take a task from the pool of one's role. The row's lock decides between two who try at once."""
    task = await change.get(Task, task_id)
    change.require(Action.CLAIM_TASK, pool=task.pool)
    if task.owner_id not in (None, change.actor.person_id):
        name = await holders.name_of(change, task.owner_id)
        raise TaskAlreadyClaimed(claimed_by={"id": str(task.owner_id), "name": name})
    _become(task, Action.CLAIM_TASK)
    task.owner_id = change.actor.person_id
    await change.record(events.TaskClaimed(**which_of(task)))


async def start_task(change: Change, *, task_id: UUID) -> None:
    """Begin a task of one's own."""
    task = await _own(change, Action.START_TASK, task_id)
    _must_be_ready(change, task)
    _become(task, Action.START_TASK)
    await change.record(events.TaskStarted(**which_of(task)))


async def complete_task(change: Change, *, task_id: UUID, reason: str | None = None) -> None:
    """Be done with a task of one's own; `reason` may say how it went."""
    task = await _own(change, Action.COMPLETE_TASK, task_id)
    _must_be_ready(change, task)
    _become(task, Action.COMPLETE_TASK)
    task.completed_at, task.reason = change.now, reason
    await change.record(events.TaskCompleted(**which_of(task)))


async def hand_back_task(change: Change, *, task_id: UUID, reason: str | None = None) -> None:
    """Give a task of one's own back to the pool it came from, else to that of one's role.

    What a patient or supporter hands back goes to the role of whoever assigned it, or of the lead if they have left.
    """
    task = await _own(change, Action.HAND_BACK_TASK, task_id)
    owner = await team.must_include(change, change.actor.person_id)
    which = which_of(task)
    await release(change, task, owner.role)
    task.reason = reason
    await change.record(events.TaskHandedBack(**which))


async def cancel_task(change: Change, *, task_id: UUID, reason: str) -> None:
    """Say that nobody will do it, and why."""
    task = await change.get(Task, task_id)
    change.require(Action.CANCEL_TASK, author_id=task.assigned_by)
    await cancel(change, task, reason)


async def tick_item(change: Change, *, task_id: UUID, item_id: UUID, ticked: bool) -> None:
    """Tick one thing of a task of one's own off, or take the tick back. Who and when is kept with it."""
    task = await _own(change, Action.CHECK_TASK, task_id)
    must_take(task, Action.CHECK_TASK)
    item = await change.get(ChecklistItem, item_id)
    if item.task_id != task.id or item.removed_at is not None:
        raise problems.NotFound
    if ticked is (item.ticked_at is None):
        item.ticked_by, item.ticked_at = (change.actor.person_id, change.now) if ticked else (None, None)
    event = events.ChecklistItemTicked if ticked else events.ChecklistItemUnticked
    await change.record(event(**which_of(task), checklist_item_id=item.id))


async def snooze_task(change: Change, *, task_id: UUID, until: datetime | None) -> None:
    """Take a task of one's own off Today until then; without a time, or with one that has passed, bring it back."""
    task = await _own(change, Action.SNOOZE_TASK, task_id)
    must_take(task, Action.SNOOZE_TASK)
    if until is not None and until > change.now + rules.LONGEST_SNOOZE:
        raise SnoozeTooLong
    later = until if until is not None and until > change.now else None
    task.snoozed_until = later
    await change.record(events.TaskSnoozed(**which_of(task), until=later and later.isoformat()))


async def free_waiting(change: Change, task_id: UUID) -> None:
    """Say of what waited for a task that is over that it can be begun."""
    for task in await change.find(Task, waits_for_id=task_id):
        task.waits_for_id = None
        await change.record(events.TaskReady(**which_of(task)))


async def cancel_open_tasks(change: Change, *, reason: str) -> None:
    """Cancel what is still open in a plan that has ended: nobody could do it any more."""
    for task in await open_tasks(change):
        await cancel(change, task, reason)


async def _own(change: Change, action: Action, task_id: UUID) -> Task:
    task = await change.get(Task, task_id)
    change.require(action, owner_id=task.owner_id)
    return task


def _must_be_ready(change: Change, task: Task) -> None:
    if not rules.ready(waits=task.waits_for_id is not None, not_before=task.not_before, now=change.now):
        raise TaskNotReady(not_before=task.not_before and task.not_before.isoformat())


def must_take(task: Task, action: Action) -> None:
    """Make sure that a task's state takes this action, else TaskCannotBecome."""
    if not rules.possible(action, task.status, owned=task.owner_id is not None):
        raise TaskCannotBecome(now=task.status, wanted=rules.BECOMES.get(action, task.status))


def _become(task: Task, action: Action) -> None:
    must_take(task, action)
    task.status = rules.BECOMES[action]


async def cancel(change: Change, task: Task, reason: str) -> None:
    """Say that nobody will do a task that is in hand."""
    _become(task, Action.CANCEL_TASK)
    task.reason = reason
    await change.record(events.TaskCancelled(**which_of(task)))


async def release(change: Change, task: Task, role: Role) -> None:
    """Make a task nobody's again whose owner had this role: whoever of its pool may claim it."""
    _become(task, Action.HAND_BACK_TASK)
    members = [row for row in await team.present(change) if row.kind is RelationKind.MEMBER]
    ranked = sorted(members, key=lambda row: (row.person_id != task.assigned_by, not row.lead, row.id))
    task.pool = rules.pool_after(task.pool, role, otherwise=ranked[0].role if ranked else Role.PSYCHIATRIST)
    task.owner_id = task.snoozed_until = None


async def open_tasks(change: Change, **equal: UUID) -> list[Task]:
    """What is still to be done in the plan, by the one named as `owner_id` or by anybody."""
    return [task for status in rules.OPEN for task in await change.find(Task, status=status, **equal)]


async def _must_be_in(change: Change, conversation_id: UUID) -> None:
    """A task may come only from a conversation that whoever assigns it is in."""
    mine = {"conversation_id": conversation_id, "person_id": change.actor.person_id, "removed_at": None}
    if not await change.find(ConversationMember, **mine):
        raise problems.NotFound


def which_of(task: Task) -> dict[str, Any]:
    """What every event says of a task."""
    return {
        "task_id": task.id, "goal_id": task.goal_id, "item_id": task.item_id, "owner_id": task.owner_id,
        "conversation_id": task.conversation_id, "message_id": task.message_id,
    }  # fmt: skip

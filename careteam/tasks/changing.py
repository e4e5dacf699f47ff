"""Changing a task that was given already: its words, its times, what comes before it, and what it lists to tick off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict
from uuid import UUID

from careteam.access.actions import Action
from careteam.audit.change import Change
from careteam.core import problems
from careteam.tasks import events, rules
from careteam.tasks.commands import must_take, which_of
from careteam.tasks.models import ChecklistItem, Task
from careteam.tasks.rules import Priority

#: A checklist has no more points than one can oversee.
LONGEST_LIST = 30


@dataclass(eq=False)
class TimesOutOfOrder(problems.Problem):
    """A task is not to be begun after it is due, nor due after the latest time; what repeats is due at some time."""

    status = 422
    detail = "Put not before, due and at the latest in this order, and say when it is due if it repeats. Nothing was changed."


@dataclass(eq=False)
class TasksInACircle(problems.Problem):
    """The other task waits, directly or through others, for this one."""

    status = 409
    detail = "Neither could ever be begun. Choose another task to wait for. Nothing was changed."


@dataclass(eq=False)
class ListChangedMeanwhile(problems.Problem):
    """Somebody changed this checklist while it was being written."""

    status = 409
    detail = "Look at the list again, and make your change there. Nothing was changed."


@dataclass(eq=False)
class PointIsTicked(problems.Problem):
    """What is ticked off stays in the words in which it was done."""

    status = 409
    detail = "Take the tick back first, or add another point. Nothing was changed."


class TaskFields(TypedDict, total=False):
    """What can be changed of a task; what is left out stays as it is."""

    title: str
    note: str | None
    priority: Priority
    not_before: datetime | None
    due_at: datetime | None
    latest_at: datetime | None
    waits_for_id: UUID | None
    repeat_days: int | None


@dataclass(frozen=True, kw_only=True)
class Point:
    """One point of a checklist as it is to be: one that is there already, or a new one."""

    id: UUID | None
    words: str


async def change_task(change: Change, *, task_id: UUID, fields: TaskFields) -> None:
    """Say otherwise what is to be done, by when or after what. A later time lets it be late anew."""
    task = await change.get(Task, task_id)
    change.require(Action.CHANGE_TASK, author_id=task.assigned_by)
    must_take(task, Action.CHANGE_TASK)
    given: dict[str, Any] = {**fields}
    if given.get("waits_for_id") is not None:
        given["waits_for_id"] = await _before(change, task, given["waits_for_id"])
    for name, value in given.items():
        setattr(task, name, value)
    task.due_at = task.due_at or task.latest_at
    _must_be_in_order(task)
    if task.escalated_at is not None and not rules.too_late(task.priority, task.due_at, task.latest_at, change.now):
        task.escalated_at = None
    await change.record(events.TaskChanged(**which_of(task)))


async def change_checklist(
    change: Change, *, task_id: UUID, points: Sequence[Point], struck: Sequence[UUID] = ()
) -> None:
    """Write the checklist of an open task as it is to be, in this order.

    Every point that is there is named, or struck: who wrote without having seen one is refused.
    """
    task = await change.get(Task, task_id)
    change.require(Action.CHANGE_CHECKLIST, author_id=task.assigned_by, owner_id=task.owner_id)
    must_take(task, Action.CHANGE_CHECKLIST)
    listed = {item.id: item for item in await change.find(ChecklistItem, task_id=task.id, removed_at=None)}
    named = [point.id for point in points if point.id is not None] + list(struck)
    if sorted(named) != sorted(listed):
        raise ListChangedMeanwhile
    for id_ in struck:
        _must_be_open(listed[id_])
        listed[id_].removed_at = change.now
    touched = [*struck]
    for at, point in enumerate(points):
        item = listed.get(point.id) if point.id else None
        if item is None:
            item = await change.add(
                ChecklistItem(task_id=task.id, position=at, words=point.words), stream_id=task.stream_id
            )
        elif item.words != point.words:
            _must_be_open(item)
            item.words = point.words
        item.position = at
        touched.append(item.id)
    await change.record(events.TaskChecklistChanged(**which_of(task), checklist_ids=tuple(touched)))


async def _before(change: Change, task: Task, before_id: UUID) -> UUID | None:
    """The open task that must be over before; None for one that is over already. TasksInACircle if it waits for `task`."""
    before = await change.get(Task, before_id)
    at = before
    while at.id != task.id and at.waits_for_id is not None:
        at = await change.get(Task, at.waits_for_id)
    if at.id == task.id:
        raise TasksInACircle
    return before.id if before.status in rules.OPEN else None


def _must_be_in_order(task: Task) -> None:
    times = [time for time in (task.not_before, task.due_at, task.latest_at) if time is not None]
    if times != sorted(times) or (task.repeat_days is not None and task.due_at is None):
        raise TimesOutOfOrder


def _must_be_open(item: ChecklistItem) -> None:
    if item.ticked_at is not None:
        raise PointIsTicked

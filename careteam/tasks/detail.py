"""A task as one reads it: its own words, the words of what it points to, and what the reader may do with it now."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select

from careteam.access.actions import Action
from careteam.access.models import ConversationMember
from careteam.access.policy import allowed
from careteam.access.roles import Role, Standing
from careteam.access.rules import Case
from careteam.audit.view import View
from careteam.core.paging import Shape
from careteam.identity.queries import PersonRef, people
from careteam.plans import parts, rosters
from careteam.tasks import rules
from careteam.tasks.models import ChecklistItem, Task
from careteam.tasks.rules import Priority, TaskStatus


class GoalRef(Shape):
    """The goal a task is for."""

    id: UUID
    words: str


class ItemRef(Shape):
    """The step of the plan a task is for."""

    id: UUID
    title: str


class TaskRef(Shape):
    """Another task of the plan; without words where the reader may not see it."""

    id: UUID
    title: str | None


class TaskDetail(Shape):
    """A task, and what the reader may do with it now. Where it came from is said only to those in that conversation."""

    id: UUID
    plan_id: UUID
    patient_name: str
    title: str
    note: str | None
    status: TaskStatus
    priority: Priority
    goal: GoalRef | None
    item: ItemRef | None
    owner: PersonRef | None
    pool: Role | None
    assigned_by: PersonRef
    not_before: datetime | None
    due_at: datetime | None
    latest_at: datetime | None
    #: Until when the reader has put it off, where it is theirs.
    snoozed_until: datetime | None
    #: The task that must be over before this one can be begun.
    waits_for: TaskRef | None
    #: Once it is done it is to be done again, so many days after it was due.
    repeat_days: int | None
    #: No turn begins later.
    repeat_until: datetime | None
    #: The piece of the library that is to be done.
    piece: str | None
    created_at: datetime
    completed_at: datetime | None
    reason: str | None
    conversation_id: UUID | None
    message_id: UUID | None
    shared: bool
    change_id: UUID
    #: How many things its checklist has, and how many of them are ticked off.
    checklist_length: int
    checklist_ticked: int
    may: list[Action]


class ChecklistLine(Shape):
    """One thing of a checklist, with who ticked it off and when."""

    id: UUID
    words: str
    ticked_by: PersonRef | None
    ticked_at: datetime | None


class TaskStep(Shape):
    """Something that happened to a task."""

    event: str
    at: datetime
    actor: PersonRef
    #: Which of the task's facts became others by it, where it changed them.
    changed: list[str]


class TaskWithHistory(TaskDetail):
    """A task with its checklist, and what happened to it, the oldest first."""

    checklist: list[ChecklistLine]
    history: list[TaskStep]


async def told(view: View, tasks: Sequence[Task]) -> list[TaskDetail]:
    """These tasks as one reads them, whatever plans they are of, in a fixed number of queries."""
    ticks = await _ticks(view, [task.id for task in tasks]) if tasks else {}
    return (await told_among(view, tasks, ticks, set()))[0]


async def told_among(
    view: View, tasks: Sequence[Task], ticks: Mapping[UUID, tuple[int, int]], others: set[UUID | None]
) -> tuple[list[TaskDetail], dict[UUID, PersonRef]]:
    """The same, with how much of their checklists is ticked off; and names, among them those of `others`."""
    if not tasks:
        return [], {}
    known = await rosters.rosters(view, {task.plan_id for task in tasks})
    stands = await rosters.standings(view, known)
    named = others | {person for task in tasks for person in (task.owner_id, task.assigned_by)}
    names = await people(view, named | {roster.patient_id for roster in known.values()})
    goal_words = await parts.goal_words(view, {task.goal_id for task in tasks})
    goals = {id_: GoalRef(id=id_, words=said) for id_, said in goal_words.items()}
    item_titles = await parts.item_titles(view, {task.item_id for task in tasks})
    items = {id_: ItemRef(id=id_, title=said) for id_, said in item_titles.items()}
    mine = await _my_conversations(view, {task.conversation_id for task in tasks})
    before = await _titles(view, {task.waits_for_id for task in tasks})

    def person(task: Task, id_: UUID) -> PersonRef:
        return names[id_].in_role(known[task.plan_id].roles.get(id_, names[id_].role))

    details = [
        TaskDetail(
            **_own_words(task),
            patient_name=names[known[task.plan_id].patient_id].name,  # type: ignore[index]
            goal=goals.get(task.goal_id) if task.goal_id else None,
            item=items.get(task.item_id) if task.item_id else None,
            owner=person(task, task.owner_id) if task.owner_id else None,
            assigned_by=person(task, task.assigned_by),
            conversation_id=task.conversation_id if task.conversation_id in mine else None,
            message_id=task.message_id if task.conversation_id in mine else None,
            snoozed_until=task.snoozed_until if task.owner_id == view.actor.person_id else None,
            waits_for=TaskRef(id=task.waits_for_id, title=before.get(task.waits_for_id)) if task.waits_for_id else None,
            checklist_length=ticks.get(task.id, (0, 0))[0],
            checklist_ticked=ticks.get(task.id, (0, 0))[1],
            may=_may(view, stands.get(task.plan_id), task),
        )
        for task in tasks
    ]
    return details, names


_WORDS = (
    "id", "plan_id", "title", "note", "status", "priority", "pool", "not_before", "due_at", "latest_at", "repeat_days",
    "repeat_until", "piece",
    "created_at", "completed_at", "reason", "shared", "change_id",
)  # fmt: skip


def _own_words(task: Task) -> dict[str, Any]:
    return {name: getattr(task, name) for name in _WORDS}


def _may(view: View, standing: Standing | None, task: Task) -> list[Action]:
    """What the reader may do with the task, as far as its state takes it."""
    if standing is None:
        return []
    case = Case.about(standing, owner_id=task.owner_id, author_id=task.assigned_by, pool=task.pool)
    owned = task.owner_id is not None
    ready = rules.ready(waits=task.waits_for_id is not None, not_before=task.not_before, now=view.now)
    could = allowed(case, rules.ACTIONS)
    return [action for action in could if rules.possible(action, task.status, owned=owned, ready=ready)]


async def _titles(view: View, ids: set[UUID | None]) -> dict[UUID, str]:
    """What these tasks are called, as far as the reader may see them."""
    wanted = [id_ for id_ in ids if id_ is not None]
    found = await view.all(select(Task).where(Task.id.in_(wanted))) if wanted else []
    return {task.id: task.title for task in found}


async def _ticks(view: View, ids: Sequence[UUID]) -> dict[UUID, tuple[int, int]]:
    """How many things the checklists of these tasks have, and how many of them are ticked off."""
    item = ChecklistItem
    query = select(item.task_id, func.count(), func.count(item.ticked_at)).where(
        item.task_id.in_(ids), item.removed_at.is_(None)
    )
    return {row[0]: (row[1], row[2]) for row in await view.rows(query.group_by(item.task_id))}


def is_mine(view: View) -> ColumnElement[bool]:
    """The conversations that the reader is in."""
    return and_(ConversationMember.person_id == view.actor.person_id, ConversationMember.removed_at.is_(None))


async def _my_conversations(view: View, ids: set[UUID | None]) -> set[UUID]:
    """Of these conversations, the ones the reader is in."""
    wanted = [id_ for id_ in ids if id_ is not None]
    query = select(ConversationMember.conversation_id).where(
        is_mine(view), ConversationMember.conversation_id.in_(wanted)
    )
    return set(await view.all(query)) if wanted else set()

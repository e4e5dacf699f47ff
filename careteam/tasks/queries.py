"""What one can ask about tasks: those of a plan, those of mine, one with its history."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, func, or_, select

from careteam.access.actions import Action
from careteam.access.models import ConversationMember
from careteam.access.policy import allowed
from careteam.access.roles import PlanStatus, Role, Standing
from careteam.access.rules import Case
from careteam.access.sql import pool_is_mine
from careteam.audit.models import Entry
from careteam.audit.view import View
from careteam.core.paging import Page, Shape, cursor, position
from careteam.identity.queries import PersonRef, people
from careteam.plans import parts, rosters
from careteam.tasks import rules
from careteam.tasks.models import ChecklistItem, Task
from careteam.tasks.rules import Priority, TaskStatus

#: A plan that has ended takes no work.
TAKES_WORK = (PlanStatus.DRAFT, PlanStatus.ACTIVE, PlanStatus.ON_HOLD)


class Scope(StrEnum):
    """Whose tasks: mine to do, mine to claim, or those I gave to others."""

    MINE = "mine"
    POOL = "pool"
    ASSIGNED = "assigned"


class Shown(StrEnum):
    """Which tasks of a plan."""

    OPEN = "open"
    DONE = "done"
    ALL = "all"


class GoalRef(Shape):
    """The goal a task is for."""

    id: UUID
    words: str


class ItemRef(Shape):
    """The step of the plan a task is for."""

    id: UUID
    title: str


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
    due_at: datetime | None
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


class TaskWithHistory(TaskDetail):
    """A task with its checklist, and what happened to it, the oldest first."""

    checklist: list[ChecklistLine]
    history: list[TaskStep]


def is_open() -> ColumnElement[bool]:
    """Something is still to be done. Written out as the partial indexes have it, so that they are used."""
    words: BindParameter[Any] = bindparam("open_task", rules.OPEN, expanding=True, literal_execute=True, unique=True)
    return Task.status.in_(words)


def of_mine(view: View, scope: Scope) -> Select[Task]:
    """The open tasks of the reader in this sense, in plans that take work."""
    takes_work = Task.plan_id.in_(rosters.plans_that_are(*TAKES_WORK))
    return select(Task).where(is_open(), _whose(view, scope), takes_work)


def _whose(view: View, scope: Scope) -> ColumnElement[bool]:
    me = view.actor.person_id
    match scope:
        case Scope.MINE:
            return Task.owner_id == me
        case Scope.POOL:
            return and_(Task.owner_id.is_(None), _claimable(view))
        case Scope.ASSIGNED:
            return and_(Task.assigned_by == me, Task.owner_id.is_distinct_from(me))


def _claimable(view: View) -> ColumnElement[bool]:
    return pool_is_mine(view.actor, view.now, Task.plan_id.expression, Task.pool.expression)


async def my_tasks(view: View, scope: Scope, *, after: str | None, limit: int) -> Page[TaskDetail]:
    """Open tasks of the reader across plans: what is due first comes first, what has no date last."""
    return await _by_due(view, of_mine(view, scope), after=after, limit=limit)


async def plan_tasks(
    view: View, shown: Shown, *, conversation_id: UUID | None = None, after: str | None, limit: int
) -> Page[TaskDetail]:
    """The tasks of a plan (or those that came from one conversation): open by due date, others the newest first."""
    query = select(Task).where(Task.plan_id == view.plan_id)
    if conversation_id is not None:
        member = select(ConversationMember.conversation_id).where(_is_mine(view))
        query = query.where(Task.conversation_id == conversation_id, Task.conversation_id.in_(member))
    if shown is Shown.OPEN:
        return await _by_due(view, query.where(is_open()), after=after, limit=limit)
    if shown is Shown.DONE:
        query = query.where(Task.status.in_(rules.DONE))
    before = position(after, UUID)
    query = query.where(Task.id < before[0]) if before else query
    rows = await view.all(query.order_by(Task.id.desc()).limit(limit + 1))
    next_ = cursor(str(rows[limit - 1].id)) if len(rows) > limit else None
    return Page[TaskDetail](items=await told(view, rows[:limit]), next=next_)


async def _by_due(view: View, query: Select[Task], *, after: str | None, limit: int) -> Page[TaskDetail]:
    rows = await view.all(_later(query, after).order_by(Task.due_at.asc().nulls_last(), Task.id).limit(limit + 1))
    last = rows[limit - 1] if len(rows) > limit else None
    next_ = last and cursor(last.due_at.isoformat() if last.due_at else "", str(last.id))
    return Page[TaskDetail](items=await told(view, rows[:limit]), next=next_)


def _later(query: Select[Task], after: str | None) -> Select[Task]:
    last = position(after, str, UUID)
    if last is None:
        return query
    due, id_ = _moment(last[0], after), last[1]
    undated = and_(Task.due_at.is_(None), Task.id > id_)
    if due is None:
        return query.where(undated)
    return query.where(or_(Task.due_at > due, and_(Task.due_at == due, Task.id > id_), Task.due_at.is_(None)))


def _moment(text: str, after: str | None) -> datetime | None:
    if not text:
        return None
    read = position(after, datetime, UUID)
    return read[0] if read else None


async def one_task(view: View, task_id: UUID) -> TaskWithHistory:
    """One task of the plan, with who did what to it when."""
    task = await view.one(select(Task).where(Task.id == task_id, Task.plan_id == view.plan_id))
    (detail,) = await told(view, [task])
    return TaskWithHistory(**dict(detail), checklist=await _checklist(view, task), history=await _history(view, task))


async def _checklist(view: View, task: Task) -> list[ChecklistLine]:
    query = select(ChecklistItem).where(ChecklistItem.task_id == task.id).order_by(ChecklistItem.position)
    items = await view.all(query)
    names = await people(view, {item.ticked_by for item in items})
    return [
        ChecklistLine(
            id=item.id,
            words=item.words,
            ticked_by=names[item.ticked_by] if item.ticked_by else None,
            ticked_at=item.ticked_at,
        )
        for item in items
    ]


async def _history(view: View, task: Task) -> list[TaskStep]:
    query = (
        select(Entry.event, Entry.at, Entry.actor, Entry.role)
        .where(Entry.stream_id == task.stream_id, Entry.plan_id == task.plan_id, Entry.at >= task.created_at)
        .where(Entry.event.like("Task%"), Entry.subjects.contains([task.id]))
        .order_by(Entry.seq)
    )
    rows = await view.rows(query)
    known = await people(view, {row[2] for row in rows}, {row[2]: Role(row[3]) for row in rows})
    return [TaskStep(event=event, at=at, actor=known[actor]) for event, at, actor, _ in rows]


async def told(view: View, tasks: Sequence[Task]) -> list[TaskDetail]:
    """These tasks as one reads them, whatever plans they are of, in a fixed number of queries."""
    if not tasks:
        return []
    known = await rosters.rosters(view, {task.plan_id for task in tasks})
    stands = await rosters.standings(view, known)
    named = {person for task in tasks for person in (task.owner_id, task.assigned_by)}
    names = await people(view, named | {roster.patient_id for roster in known.values()})
    goal_words = await parts.goal_words(view, {task.goal_id for task in tasks})
    goals = {id_: GoalRef(id=id_, words=said) for id_, said in goal_words.items()}
    item_titles = await parts.item_titles(view, {task.item_id for task in tasks})
    items = {id_: ItemRef(id=id_, title=said) for id_, said in item_titles.items()}
    mine = await _my_conversations(view, {task.conversation_id for task in tasks})
    ticks = await _ticks(view, [task.id for task in tasks])

    def person(task: Task, id_: UUID) -> PersonRef:
        return names[id_].model_copy(update={"role": known[task.plan_id].roles.get(id_, names[id_].role)})

    return [
        TaskDetail(
            **_own_words(task),
            patient_name=names[known[task.plan_id].patient_id].name,  # type: ignore[index]
            goal=goals.get(task.goal_id) if task.goal_id else None,
            item=items.get(task.item_id) if task.item_id else None,
            owner=person(task, task.owner_id) if task.owner_id else None,
            assigned_by=person(task, task.assigned_by),
            conversation_id=task.conversation_id if task.conversation_id in mine else None,
            message_id=task.message_id if task.conversation_id in mine else None,
            checklist_length=ticks.get(task.id, (0, 0))[0],
            checklist_ticked=ticks.get(task.id, (0, 0))[1],
            may=_may(stands.get(task.plan_id), task),
        )
        for task in tasks
    ]


_WORDS = (
    "id", "plan_id", "title", "note", "status", "priority", "pool", "due_at", "created_at", "completed_at", "reason",
    "shared", "change_id",
)  # fmt: skip


def _own_words(task: Task) -> dict[str, Any]:
    return {name: getattr(task, name) for name in _WORDS}


def _may(standing: Standing | None, task: Task) -> list[Action]:
    """What the reader may do with the task, as far as its state takes it."""
    if standing is None:
        return []
    case = Case.about(standing, owner_id=task.owner_id, author_id=task.assigned_by, pool=task.pool)
    owned = task.owner_id is not None
    return [action for action in allowed(case, rules.ACTIONS) if rules.possible(action, task.status, owned=owned)]


async def _ticks(view: View, ids: Sequence[UUID]) -> dict[UUID, tuple[int, int]]:
    """How many things the checklists of these tasks have, and how many of them are ticked off."""
    item = ChecklistItem
    query = select(item.task_id, func.count(), func.count(item.ticked_at)).where(item.task_id.in_(ids))
    return {row[0]: (row[1], row[2]) for row in await view.rows(query.group_by(item.task_id))}


def _is_mine(view: View) -> ColumnElement[bool]:
    return and_(ConversationMember.person_id == view.actor.person_id, ConversationMember.removed_at.is_(None))


async def _my_conversations(view: View, ids: set[UUID | None]) -> set[UUID]:
    """Of these conversations, the ones the reader is in."""
    wanted = [id_ for id_ in ids if id_ is not None]
    query = select(ConversationMember.conversation_id).where(
        _is_mine(view), ConversationMember.conversation_id.in_(wanted)
    )
    return set(await view.all(query)) if wanted else set()

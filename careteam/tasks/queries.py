"""What one can ask about tasks: those of a plan, those of mine, one with its history."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, literal_column, or_, select

from careteam.access.models import ConversationMember, RelationRow
from careteam.access.roles import PlanStatus, RelationKind, Role
from careteam.access.sql import pool_is_mine
from careteam.audit.models import Entry
from careteam.audit.view import View
from careteam.core.paging import Page, cursor, position
from careteam.identity.queries import PersonRef
from careteam.plans import rosters
from careteam.tasks import rules
from careteam.tasks.detail import ChecklistLine, TaskDetail, TaskStep, TaskWithHistory, is_mine, told, told_among
from careteam.tasks.events import TaskChanged
from careteam.tasks.models import ChecklistItem, Task

#: A plan that has ended takes no work.
TAKES_WORK = (PlanStatus.DRAFT, PlanStatus.ACTIVE, PlanStatus.ON_HOLD)
_CHANGED = TaskChanged.__name__


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


def is_open() -> ColumnElement[bool]:
    """Something is still to be done. Written out as the partial indexes have it, so that they are used."""
    words: BindParameter[Any] = bindparam("open_task", rules.OPEN, expanding=True, literal_execute=True, unique=True)
    return Task.status.in_(words)


def of_patient_side() -> ColumnElement[bool]:
    """The owner is the patient of the plan, or supports them."""
    row = RelationRow
    return (
        select(row.id)
        .where(
            row.plan_id == Task.plan_id,
            row.person_id == Task.owner_id,
            row.kind.in_((RelationKind.SELF, RelationKind.PROXY)),
            row.ended_at.is_(None),
        )
        .exists()
    )


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
    return await by_due(view, of_mine(view, scope), after=after, limit=limit)


async def plan_tasks(
    view: View,
    shown: Shown,
    *,
    conversation_id: UUID | None = None,
    ids: Collection[UUID] | None = None,
    after: str | None,
    limit: int,
) -> Page[TaskDetail]:
    """The tasks of a plan (those that came from one conversation, or these): open by due date, others the newest first."""
    query = select(Task).where(Task.plan_id == view.plan_id)
    if ids is not None:
        query = query.where(Task.id.in_(ids))
    if conversation_id is not None:
        member = select(ConversationMember.conversation_id).where(is_mine(view))
        query = query.where(Task.conversation_id == conversation_id, Task.conversation_id.in_(member))
    if shown is Shown.OPEN:
        return await by_due(view, query.where(is_open()), after=after, limit=limit)
    if shown is Shown.DONE:
        query = query.where(Task.status.in_(rules.DONE))
    before = position(after, UUID)
    query = query.where(Task.id < before[0]) if before else query
    rows = await view.all(query.order_by(Task.id.desc()).limit(limit + 1))
    next_ = cursor(str(rows[limit - 1].id)) if len(rows) > limit else None
    return Page[TaskDetail](items=await told(view, rows[:limit]), next=next_)


async def by_due(view: View, query: Select[Task], *, after: str | None, limit: int) -> Page[TaskDetail]:
    """These tasks by due date, those without one last."""
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
    query = (
        select(ChecklistItem)
        .where(ChecklistItem.task_id == task.id, ChecklistItem.removed_at.is_(None))
        .order_by(ChecklistItem.position, ChecklistItem.id)
    )
    items, steps = await view.all(query), await _steps(view, task)
    others = {item.ticked_by for item in items} | {actor for _, _, actor, _, _ in steps}
    ticks = {task.id: (len(items), sum(1 for item in items if item.ticked_at is not None))}
    (detail,), names = await told_among(view, [task], ticks, others)
    history = [
        TaskStep(
            event=event,
            at=at,
            actor=names[actor].in_role(Role(role)),
            changed=columns.split(",") if event == _CHANGED else [],
        )
        for event, at, actor, role, columns in steps
    ]
    return TaskWithHistory(**dict(detail), checklist=_checklist(items, names), history=history)


def _checklist(items: Sequence[ChecklistItem], names: Mapping[UUID, PersonRef]) -> list[ChecklistLine]:
    return [
        ChecklistLine(
            id=item.id,
            words=item.words,
            ticked_by=names[item.ticked_by] if item.ticked_by else None,
            ticked_at=item.ticked_at,
        )
        for item in items
    ]


async def _steps(view: View, task: Task) -> Sequence[Any]:
    """What happened to the task, and when; who did it, in which role."""
    query = (
        select(Entry.event, Entry.at, Entry.actor, Entry.role, Entry.columns)
        .where(Entry.stream_id == task.stream_id, Entry.plan_id == task.plan_id)
        # Written out: an index of what happens to tasks is only used where this is seen when the query is planned.
        .where(Entry.event.like(literal_column("'Task%'")), Entry.subjects.contains([task.id]))
        .order_by(Entry.seq)
    )
    return await view.rows(query)

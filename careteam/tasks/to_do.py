"""What one person can do now: light rows to rank, and those that are shown in full."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func, literal, or_, select, union_all

from careteam.audit.view import View
from careteam.plans import parts
from careteam.tasks.models import Task
from careteam.tasks.queries import Scope, is_open, of_mine
from careteam.tasks.rules import Priority


@dataclass(frozen=True)
class ToDo:
    """An open task of the reader, or an urgent one that they may claim: what a ranking needs, nothing sealed."""

    id: UUID
    plan_id: UUID
    created_at: datetime
    due_at: datetime | None
    latest_at: datetime | None
    urgent: bool
    claimable: bool


@dataclass(frozen=True)
class Open:
    """How many tasks of a plan are open, and when the next one is due."""

    count: int
    next_due_at: datetime | None


async def to_do(view: View) -> list[ToDo]:
    """Every open task of the reader that can be begun and is not put off, and the urgent ones they may claim."""
    can_be_begun = and_(Task.waits_for_id.is_(None), or_(Task.not_before.is_(None), Task.not_before <= view.now))
    awake = or_(Task.snoozed_until.is_(None), Task.snoozed_until <= view.now)
    mine = _light(of_mine(view, Scope.MINE).where(can_be_begun, awake), claimable=False)
    claimable = of_mine(view, Scope.POOL).where(can_be_begun, Task.priority == Priority.URGENT)
    both = union_all(mine, _light(claimable, claimable=True)).subquery()
    return [ToDo(*row) for row in await view.rows(select(both))]


def _light(query: Select[Task], *, claimable: bool) -> Any:
    urgent = (Task.priority == Priority.URGENT).label("urgent")
    whether = literal(claimable).label("claimable")
    return query.with_only_columns(
        Task.id, Task.plan_id, Task.created_at, Task.due_at, Task.latest_at, urgent, whether
    ).order_by(None)


async def count_mine(view: View) -> int:
    """How many open tasks are the reader's."""
    return await view.count(of_mine(view, Scope.MINE).with_only_columns(Task.id))


async def in_full(view: View, ids: Sequence[UUID]) -> tuple[dict[UUID, Task], dict[UUID, str]]:
    """These tasks, and what the goals say that they are for, as far as the reader may see both."""
    query = parts.with_goal(select(Task).where(Task.id.in_(ids)), Task.goal_id.expression)
    rows: Sequence[Any] = await view.rows(query) if ids else []
    return {task.id: task for task, _ in rows}, {goal.id: goal.words for _, goal in rows if goal is not None}


async def open_by_plan(view: View, plan_ids: Sequence[UUID]) -> dict[UUID, Open]:
    """How many open tasks of each plan the reader may see, and when the next one is due."""
    query = select(Task.plan_id, func.count(), func.min(Task.due_at)).where(Task.plan_id.in_(plan_ids), is_open())
    return {row[0]: Open(row[1], row[2]) for row in await view.rows(query.group_by(Task.plan_id))}

"""Tasks of somebody who leaves or is long away, across plans: which one may give on, and who could take them in each plan."""

from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, distinct, func, or_, select

from careteam.access.models import RelationRow
from careteam.access.roles import CARE_ROLES, RelationKind, Role
from careteam.audit.view import View
from careteam.core.paging import Shape
from careteam.identity.queries import PersonRef, people
from careteam.plans import rosters
from careteam.tasks import rules
from careteam.tasks.detail import TaskDetail
from careteam.tasks.models import Task
from careteam.tasks.queries import TAKES_WORK, by_due, is_open, of_patient_side


class Load(Shape):
    """How many open tasks somebody has that the reader may give on, in how many plans."""

    person: PersonRef
    tasks: int
    plans: int


class Takers(Shape):
    """Who could take somebody's tasks in one plan: in which role these were theirs, and who else is on the team."""

    plan_id: UUID
    role: Role | None
    members: list[PersonRef]


class TasksOfOne(Shape):
    """Open tasks of one person that the reader may give on, by due date, and who could take them in each plan."""

    items: list[TaskDetail]
    takers: list[Takers]
    next: str | None


class Successor(Shape):
    """A colleague who could take over, and how many of somebody's open tasks."""

    person: PersonRef
    tasks: int


class Left(Shape):
    """How many open tasks are somebody's, and who could take over how many of them. Only numbers: no task is said."""

    open_tasks: int
    successors: list[Successor]


async def left_by(view: View, person_id: UUID, *, plan_id: UUID | None = None) -> Left:
    """What somebody who goes leaves undone (in one plan), for whoever takes them off: it reads no plan.

    A successor is on the plan's team in the role of the pool that the task would go to. Who could take over the most
    comes first.
    """
    task = Task.__table__.c
    theirs = [task.owner_id == person_id, task.status.in_(rules.OPEN)]
    theirs += [task.plan_id == plan_id] if plan_id else []
    former, other = RelationRow.__table__.alias("former"), RelationRow.__table__.alias("other")
    taken = (
        select(other.c.person_id, func.count(distinct(task.id)))
        .select_from(
            Task.__table__.join(former, former.c.plan_id == task.plan_id).join(other, other.c.plan_id == task.plan_id)
        )
        .where(*theirs, former.c.person_id == person_id, other.c.person_id != person_id)
        .where(*_on_team(former, view), *_on_team(other, view), other.c.role == func.coalesce(task.pool, former.c.role))
        .group_by(other.c.person_id)
        .order_by(func.count(distinct(task.id)).desc(), other.c.person_id)
    )
    rows = await view.openly(taken)
    names = await people(view, {row[0] for row in rows})
    return Left(
        open_tasks=(await view.openly(select(func.count()).where(*theirs)))[0][0],
        successors=[Successor(person=names[row[0]], tasks=row[1]) for row in rows],
    )


def _on_team(row: FromClause, view: View) -> tuple[ColumnElement[bool], ...]:
    return (
        row.c.kind == RelationKind.MEMBER,
        row.c.ended_at.is_(None),
        row.c.valid_until.is_(None) | (row.c.valid_until > view.now),
    )


async def loads(view: View) -> list[Load]:
    """Colleagues with open tasks that the reader may give on, who has the most first."""
    query = (
        select(Task.owner_id, func.count(), func.count(distinct(Task.plan_id)))
        .where(_giveable(view), Task.owner_id.is_not(None), Task.owner_id != view.actor.person_id, ~of_patient_side())
        .group_by(Task.owner_id)
        .order_by(func.count().desc(), Task.owner_id)
    )
    rows = await view.rows(query)
    names = await people(view, {row[0] for row in rows})
    return [Load(person=names[row[0]], tasks=row[1], plans=row[2]) for row in rows]


async def tasks_of(view: View, person_id: UUID, *, after: str | None, limit: int) -> TasksOfOne:
    """Open tasks of one colleague across the plans in which the reader may give them on."""
    query = select(Task).where(_giveable(view), Task.owner_id == person_id, ~of_patient_side())
    page = await by_due(view, query, after=after, limit=limit)
    known = await rosters.rosters(view, {task.plan_id for task in page.items})
    names = await people(view, {id_ for roster in known.values() for id_ in roster.team})
    takers = [
        Takers(
            plan_id=plan_id,
            role=_care_role(roster.roles.get(person_id)),
            members=[
                names[id_].in_role(roster.roles[id_])
                for id_ in sorted(roster.team - {person_id}, key=lambda id_: names[id_].name)
            ],
        )
        for plan_id, roster in known.items()
    ]
    return TasksOfOne(items=page.items, takers=takers, next=page.next)


def _care_role(role: Role | None) -> Role | None:
    return role if role in CARE_ROLES else None


def _giveable(view: View) -> ColumnElement[bool]:
    """Open tasks that the reader gave, or of plans that they lead, where work is taken."""
    row = RelationRow
    led = select(row.plan_id).where(
        row.person_id == view.actor.person_id, row.lead, row.kind == RelationKind.MEMBER, row.ended_at.is_(None)
    )
    mine = or_(Task.assigned_by == view.actor.person_id, Task.plan_id.in_(led))
    return is_open() & mine & Task.plan_id.in_(rosters.plans_that_are(*TAKES_WORK))

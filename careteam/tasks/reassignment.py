"""Giving tasks to somebody else: several at a time, each with an entry of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from careteam.access.actions import Action
from careteam.access.roles import PATIENT_SIDE, Role
from careteam.audit.change import Change
from careteam.core import problems
from careteam.plans import team
from careteam.tasks import events
from careteam.tasks.commands import must_take, open_tasks, release, which_of
from careteam.tasks.models import Task
from careteam.tasks.rules import TaskStatus


@dataclass(eq=False)
class NotShared(problems.Problem):
    """Patients and supporters do not see this task, so that it cannot become theirs."""

    status = 409
    detail = "Choose somebody of the staff, or make a new task for them. Nothing was changed."


async def reassign_tasks(
    change: Change, *, task_ids: Sequence[UUID], owner_id: UUID | None, pool: Role | None, reason: str | None = None
) -> None:
    """Give several open tasks of the plan to somebody on it, or to the pool of a role: all of them, or none.

    `reason` stands with each of them.
    """
    owner = await team.must_include(change, owner_id) if owner_id else None
    tasks = await change.find(Task, id=sorted(set(task_ids)))
    if len(tasks) < len(set(task_ids)):
        raise problems.NotFound
    for task in tasks:
        change.require(Action.REASSIGN_TASK, author_id=task.assigned_by)
        must_take(task, Action.REASSIGN_TASK)
        if owner is not None and owner.role in PATIENT_SIDE and not task.shared:
            raise NotShared
        if (task.owner_id, task.pool) != (owner_id, pool):
            task.reason = task.reason if reason is None else reason
            await _pass_on(change, task, owner_id, pool)


async def pass_tasks_on(change: Change, *, person_id: UUID, role: Role, successor_id: UUID | None) -> None:
    """Give the open tasks of somebody who left the plan to their successor, as far as that one could claim them there.

    All others go back into the pools. Who is still on the plan keeps them.
    """
    if any(row.person_id == person_id for row in await team.present(change)):
        return
    claims = await team.roles_of_member(change, successor_id) if successor_id else frozenset[Role]()
    for task in await open_tasks(change, owner_id=person_id):
        if successor_id is not None and (task.pool or role) in claims:
            await _pass_on(change, task, successor_id, None)
        else:
            which = which_of(task)
            await release(change, task, role)
            await change.record(events.TaskReturned(**which))


async def _pass_on(change: Change, task: Task, owner_id: UUID | None, pool: Role | None) -> None:
    mine = owner_id == change.actor.person_id
    task.owner_id, task.pool, task.snoozed_until = owner_id, pool, None
    task.status = TaskStatus.ACCEPTED if mine else TaskStatus.REQUESTED
    await change.record(events.TaskReassigned(**which_of(task)))

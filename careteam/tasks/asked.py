"""Whether somebody is still asked to do a task, as the program needs to know it to tell them."""

from uuid import UUID

from sqlalchemy import select

from careteam.audit.view import View
from careteam.tasks.models import Task
from careteam.tasks.rules import TaskStatus


async def who_is_asked(view: View, task_id: UUID) -> UUID | None:
    """To whom somebody else has given a task of this view's stream, until they take it up; None else."""
    task = await view.first(select(Task).where(Task.id == task_id))
    return task.owner_id if task is not None and task.status is TaskStatus.REQUESTED else None


async def still_asked(view: View, task_id: UUID, person_id: UUID) -> bool:
    """Is this person still to take it up?"""
    return await who_is_asked(view, task_id) == person_id

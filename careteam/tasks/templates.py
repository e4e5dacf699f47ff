"""Templates: tasks that belong together, as data, and how they become tasks of a plan."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from typing import Literal, Self
from uuid import UUID

from pydantic import Field, TypeAdapter, model_validator

from careteam.access.models import RelationRow
from careteam.access.roles import RelationKind, Role
from careteam.audit.change import Change
from careteam.core import problems
from careteam.core.ids import TaskId
from careteam.core.paging import Shape
from careteam.coverage.zone import clinic_zone
from careteam.plans import team
from careteam.tasks import commands
from careteam.tasks.commands import NewTask
from careteam.tasks.rules import Priority

#: By when on its day a task of a template is due, by the clinic's wall clock.
EVENING = time(17)
MIDNIGHT = time(23, 59)


class TemplateTask(Shape):
    """A task of a template: whose it is, and how many days after the template's day it is due."""

    key: str
    title: str = Field(max_length=300)
    note: str | None = None
    role: Literal[Role.PSYCHIATRIST, Role.THERAPIST, Role.HEALTH_COACH, Role.SUPPORT_SPECIALIST, Role.PATIENT]
    day: int
    priority: Priority = Priority.ROUTINE
    shared: bool = False
    #: The task before it, by its key.
    waits_for: str | None = None
    checklist: tuple[str, ...] = Field(default=(), max_length=30)


class Template(Shape):
    """Tasks that belong together."""

    name: str
    title: str
    about: str
    #: What the day is that its tasks count from.
    day: str
    tasks: tuple[TemplateTask, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        known: set[str] = set()
        for task in self.tasks:
            if task.key in known or (task.waits_for is not None and task.waits_for not in known):
                raise ValueError(f"{self.name}: {task.key} has a key of its own and waits only for one before it")
            known.add(task.key)
        return self


@cache
def all_of_them() -> Mapping[str, Template]:
    """The templates of this project, by name."""
    text = files("careteam.tasks").joinpath("templates.json").read_bytes()
    return {one.name: one for one in TypeAdapter(list[Template]).validate_json(text)}


async def apply_template(change: Change, name: str, *, day: date, goal_id: UUID | None = None) -> list[TaskId]:
    """Make the tasks of a template for the plan, counted from a day of the clinic's calendar.

    What should have been done by now is due today. A role that nobody on the team has leaves its tasks to the lead's.
    """
    template = all_of_them().get(name)
    if template is None:
        raise problems.NotFound
    present = await team.present(change)
    made: dict[str, TaskId] = {}
    for task in template.tasks:
        patient = next((row.person_id for row in present if row.kind is RelationKind.SELF), None)
        theirs = task.role is Role.PATIENT
        made[task.key] = await commands.assign_task(
            change,
            NewTask(
                title=task.title, note=task.note, owner_id=patient if theirs else None,
                pool=None if theirs else _pool(task.role, present), goal_id=goal_id, priority=task.priority,
                due_at=_due(day + timedelta(days=task.day), change.now), shared=task.shared, checklist=task.checklist,
                waits_for_id=made[task.waits_for] if task.waits_for else None,
            ),
        )  # fmt: skip
    return list(made.values())


def _due(day: date, now: datetime) -> datetime:
    """The evening of the day, or of today where that has passed; what is left of today after the evening."""
    zone = clinic_zone()
    today = now.astimezone(zone)
    by = EVENING if day > today.date() or today.time() < EVENING else MIDNIGHT
    return datetime.combine(max(day, today.date()), by, tzinfo=zone).astimezone(UTC)


def _pool(role: Role, present: list[RelationRow]) -> Role:
    members = [row for row in present if row.kind is RelationKind.MEMBER]
    lead = next((row.role for row in members if row.lead), role)
    return role if any(row.role is role for row in members) else lead

"""What a goal and a step say in a version of their plan."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, TypeAdapter

from careteam.access.roles import Role
from careteam.core.paging import Shape
from careteam.plans.models import Achievement, Goal, GoalStatus, ItemKind, ItemStatus, PartKind, Phase, PlanItem


class GoalSaid(Shape):
    """What a goal says."""

    kind: Literal["goal"] = "goal"
    words: str
    target: str | None
    status: GoalStatus
    achievement: Achievement
    due_on: date | None


class StepSaid(Shape):
    """What a step says; its goal in the words that it had then."""

    kind: Literal["step"] = "step"
    words: str
    sort: ItemKind
    phase: Phase
    status: ItemStatus
    goal: str | None
    owner_id: UUID | None
    owner_role: Role | None


Said = Annotated[GoalSaid | StepSaid, Field(discriminator="kind")]
_SAID: TypeAdapter[GoalSaid | StepSaid] = TypeAdapter(Said)


def of_goal(goal: Goal) -> GoalSaid:
    """What a goal says now."""
    return GoalSaid(
        words=goal.words, target=goal.target, status=goal.status, achievement=goal.achievement, due_on=goal.due_on
    )


def of_step(item: PlanItem, goal: Goal | None) -> StepSaid:
    """What a step says now, for this goal."""
    return StepSaid(
        words=item.title, sort=item.kind, phase=item.phase, status=item.status, goal=goal and goal.words,
        owner_id=item.owner_id, owner_role=item.owner_role,
    )  # fmt: skip


def opened(text: str) -> GoalSaid | StepSaid:
    """What a stored part says."""
    return _SAID.validate_json(text)


def kind_of(said: GoalSaid | StepSaid) -> PartKind:
    """Which sort of part it is of."""
    return PartKind(said.kind)

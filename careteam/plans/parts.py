"""Goals and steps of a plan, as what is done for them points to them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select

from careteam.audit.change import Change
from careteam.audit.view import View
from careteam.core import problems
from careteam.plans.models import Goal, PlanItem


@dataclass(eq=False)
class NotOfThisPlan(problems.Problem):
    """This is about something that is not part of the plan."""

    status = 422
    detail = "Choose goals and steps of this plan. Nothing was saved."


async def must_cite(change: Change, ids: Iterable[UUID]) -> tuple[UUID, ...]:
    """These ids, each once; NotOfThisPlan unless all are goals or steps of this plan that the actor may read."""
    wanted = tuple(dict.fromkeys(ids))
    left = set(wanted)
    for model in (Goal, PlanItem):
        if left:
            left -= {row.id for row in await change.find(model, id=sorted(left))}
    if left:
        raise NotOfThisPlan
    return wanted


async def must_have(change: Change, *, goal_id: UUID | None, item_id: UUID | None) -> UUID | None:
    """Make sure that goal and step are this plan's (else NotFound). Return the goal, if need be the step's."""
    if goal_id is not None:
        await change.get(Goal, goal_id)
    if item_id is not None:
        item = await change.get(PlanItem, item_id)
        return goal_id or item.goal_id
    return goal_id


async def goal_words(view: View, ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """What these goals say, as far as the reader may read them."""
    wanted = {id_ for id_ in ids if id_ is not None}
    return {goal.id: goal.words for goal in await view.all(select(Goal).where(Goal.id.in_(wanted)))} if wanted else {}


def with_goal(query: Select[Any], goal_id: ColumnElement[Any]) -> Select[Any]:
    """The query with each row's goal beside it, or nothing where the reader may not read that."""
    return query.add_columns(Goal).outerjoin(Goal, Goal.id == goal_id)


async def titles(view: View, ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """What these goals and steps are called, as far as the reader may read them."""
    wanted = {id_ for id_ in ids if id_ is not None}
    goals = await goal_words(view, wanted)
    return goals | await item_titles(view, wanted - goals.keys())


async def item_titles(view: View, ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """What these steps are called, as far as the reader may read them."""
    wanted = {id_ for id_ in ids if id_ is not None}
    items = await view.all(select(PlanItem).where(PlanItem.id.in_(wanted))) if wanted else []
    return {item.id: item.title for item in items}

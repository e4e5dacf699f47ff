"""A view shows only rows of its actor's streams, however the query is put together."""

from contextlib import nullcontext
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from careteam.access.actions import Action
from careteam.access.models import RelationRow
from careteam.audit.change import Change
from careteam.audit.models import Entry
from careteam.core import problems
from careteam.plans import commands, team
from careteam.plans.models import Goal, Plan
from tests.world import Cast


async def test_streams_that_are_reviewed_do_not_open_rows(cast: Cast) -> None:
    async with cast.change(cast.bea, Action.SET_GOAL) as change:
        await commands.set_goal(change, words="Sleep")
    async with cast.view(cast.eli, Action.REVIEW_TRAIL) as view:
        for _ in range(3):
            assert await view.all(select(Entry).where(Entry.plan_id == cast.plan))
            assert await view.all(select(Goal).where(Goal.plan_id == cast.plan)) == []
            assert await view.rows(select(Entry, Goal).join(Goal, Goal.plan_id == Entry.plan_id)) == []


async def test_joins_aliases_counts_and_subqueries_are_confined(cast: Cast) -> None:
    async with cast.change(cast.bea, Action.SET_GOAL) as change:
        await commands.set_goal(change, words="Sleep")
    other = aliased(Goal)
    queries = (
        select(Goal),
        select(other),
        select(Goal.id),
        select(func.count()).select_from(Goal).having(func.count() > 0),
        select(RelationRow).where(RelationRow.plan_id.in_(select(Goal.plan_id))),
        select(RelationRow).join(Plan, Plan.id == RelationRow.plan_id),
        select(select(Goal.id).subquery()),
    )
    async with cast.view(cast.cora, Action.READ_ROSTER) as view:
        for query in queries:
            assert list(await view.rows(query)) == [], str(query)
        assert await view.count(select(Goal)) == 0
    async with cast.view(cast.bea, Action.READ_PLAN) as view:
        for query in queries:
            assert list(await view.rows(query)), str(query)
        assert await view.count(select(Goal)) == 1


@pytest.mark.parametrize("still", [True, False], ids=["who may still look", "who is gone"])
async def test_a_look_while_rights_change_is_asked_about_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, still: bool
) -> None:
    first_look = Change.first_look
    goes = cast.dov if still else cast.cem

    async def while_somebody_leaves(change: Change, *asked: Any) -> list[UUID]:
        monkeypatch.setattr(Change, "first_look", first_look)
        async with cast.change(cast.cora, Action.CHANGE_TEAM) as leaving:
            await team.leave(
                leaving, relation_id=(await team.must_include(leaving, goes.person_id)).id, reason="Moved away"
            )
        return await first_look(change, *asked)

    monkeypatch.setattr(Change, "first_look", while_somebody_leaves)
    with nullcontext() if still else pytest.raises(problems.NotFound):
        async with cast.view(cast.cem, Action.READ_PLAN) as view:
            assert await view.all(select(Plan))

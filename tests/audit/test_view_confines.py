"""A view shows only rows of its actor's streams, however the query is put together."""

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from careteam.access.actions import Action
from careteam.access.models import RelationRow
from careteam.audit.models import Entry
from careteam.plans import commands
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

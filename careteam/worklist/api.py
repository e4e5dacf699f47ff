"""How HTTP says it: Today, how much waits, and my plans."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from careteam.access.actions import Action
from careteam.access.roles import PlanStatus
from careteam.audit.view import View
from careteam.core.paging import DEFAULT, MOST, Page
from careteam.identity.gate import organisation_view
from careteam.plans.gate import may_view, may_view_mine
from careteam.worklist import caseload, needs, queries
from careteam.worklist.need import Need
from careteam.worklist.rules import Kind

router = APIRouter(tags=["worklist"])

After = Annotated[str | None, Query(max_length=500)]
Limit = Annotated[int, Query(ge=1, le=MOST)]
Text = Annotated[str | None, Query(max_length=200)]


@router.get("/today")
async def read_today(
    view: Annotated[View, may_view_mine(Action.READ_TODAY)],
    kind: Kind | None = None,
    after: After = None,
    limit: Limit = DEFAULT,
) -> queries.Today:
    """What waits for you, the most pressing first; all of it, or one kind, counted as it is listed."""
    return await queries.today(view, kind=kind, after=after, limit=limit)


@router.get("/counts")
async def read_counts(view: Annotated[View, may_view_mine(Action.READ_MY_TASKS)]) -> queries.Counts:
    """How much waits on your pages."""
    return await queries.counts(view)


@router.get("/plans")
async def read_caseload(
    view: Annotated[View, may_view_mine(Action.READ_CASELOAD)],
    q: Text = None,
    status: PlanStatus | None = None,
    after: After = None,
    limit: Limit = DEFAULT,
) -> Page[caseload.PlanSummary]:
    """Your plans, by the patient's name; for those who oversee and coordinate, all of them by their rosters."""
    return await caseload.plans(view, text=q, status=status, after=after, limit=limit)


@router.get("/caseload")
async def read_needs(
    view: Annotated[View, may_view_mine(Action.READ_TODAY)],
    need: Need | None = None,
    days: Annotated[int, Query(ge=1, le=365)] = needs.DAYS,
    after: After = None,
    limit: Limit = DEFAULT,
) -> needs.Needs:
    """Your patients by who needs somebody most: the course of their main scale, what is overdue, when they last heard of you."""
    return await needs.needs(view, need=need, days=days, after=after, limit=limit)


@router.get("/people/{person_id}/caseload")
async def read_caseload_of(
    person_id: UUID, view: Annotated[View, organisation_view(Action.READ_PEOPLE)]
) -> caseload.Caseload:
    """How much rests on somebody, and is without them when their access ends. Only numbers."""
    return await caseload.caseload_of(view, person_id)


@router.get("/plans/{plan_id}/team/{relation_id}/caseload")
async def read_caseload_in_plan(
    relation_id: UUID, view: Annotated[View, may_view(Action.CHANGE_TEAM)]
) -> caseload.Left:
    """How much of a plan's work rests on one of its team, and who could take it over. Only numbers."""
    return await caseload.left_in_plan(view, relation_id)

"""How HTTP says it: the trail of a plan and of a person, what an act changed, exports."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Response

from careteam.access.actions import Action
from careteam.audit.change import Change
from careteam.audit.view import View
from careteam.core.paging import DEFAULT, MOST, Moment, Page, Request
from careteam.identity.gate import organisation_view
from careteam.oversight import export, queries
from careteam.oversight.events import TrailExported
from careteam.plans.gate import may_change, may_view

router = APIRouter(tags=["oversight"])

After = Annotated[str | None, Query(max_length=500)]
Limit = Annotated[int, Query(ge=1, le=MOST)]
EventName = Annotated[str | None, Query(max_length=60, pattern="^[A-Za-z]+$")]
Since = Annotated[Moment | None, Query(alias="from")]
Until = Annotated[Moment | None, Query(alias="to")]


class ExportFormat(StrEnum):
    """How an export is written."""

    CSV = "csv"
    JSON = "json"


class ExportTrail(Request):
    """Which entries to take out, and how they are written."""

    format: ExportFormat = ExportFormat.CSV
    actor: UUID | None = None
    event: Annotated[str, Query(max_length=60, pattern="^[A-Za-z]+$")] | None = None
    goal: UUID | None = None
    since: Moment | None = None
    until: Moment | None = None


@router.get("/plans/{plan_id}/trail")
async def review_plan_trail(
    view: Annotated[View, may_view(Action.REVIEW_TRAIL)],
    actor: UUID | None = None,
    event: EventName = None,
    goal: UUID | None = None,
    since: Since = None,
    until: Until = None,
    after: After = None,
    limit: Limit = DEFAULT,
) -> Page[queries.TrailEntry]:
    """Who did what on this plan, the newest first."""
    wanted = queries.Filter(actor=actor, event=event, goal=goal, since=since, until=until)
    return await queries.trail(view, wanted, after=after, limit=limit)


@router.get("/people/{person_id}/trail")
async def review_person_trail(
    person_id: UUID,
    view: Annotated[View, organisation_view(Action.REVIEW_TRAIL)],
    event: EventName = None,
    since: Since = None,
    until: Until = None,
    after: After = None,
    limit: Limit = DEFAULT,
) -> Page[queries.TrailEntry]:
    """What this person did, the newest first."""
    wanted = queries.Filter(event=event, since=since, until=until)
    return await queries.trail(view, wanted, person_id=person_id, after=after, limit=limit)


@router.get("/streams/{stream_id}/entries/{seq}/detail")
async def read_entry_detail(
    stream_id: UUID,
    seq: Annotated[int, Path(ge=1, le=2**53)],
    view: Annotated[View, organisation_view(Action.READ_TRAIL_DETAIL)],
) -> queries.EntryDetail:
    """What an act changed, before and after."""
    return await queries.entry_detail(view, stream_id, seq)


@router.get("/plans/{plan_id}/access-log")
async def read_access_log(
    view: Annotated[View, may_view(Action.READ_ACCESS)], after: After = None, limit: Limit = DEFAULT
) -> Page[queries.Look]:
    """Who opened what of your plan."""
    return await queries.access_log(view, after=after, limit=limit)


@router.get("/oversight/summary")
async def read_oversight_summary(view: Annotated[View, organisation_view(Action.REVIEW_TRAIL)]) -> queries.Summary:
    """How much was done and looked at over the last 30 days."""
    return await queries.summary(view)


@router.post(
    "/plans/{plan_id}/trail/exports",
    response_class=Response,
    responses={200: {"content": {"text/csv": {}, "application/json": {}}}},
)
async def export_trail(
    body: ExportTrail,
    change: Annotated[Change, may_change(Action.EXPORT_TRAIL)],
    view: Annotated[View, may_view(Action.EXPORT_TRAIL)],
) -> Response:
    """Take a copy of the plan's trail out of Careteam; that you did is written down first."""
    assert view.plan_id is not None
    await change.record(TrailExported(plan_id=view.plan_id, format=body.format))
    entries = await queries.exported(view, queries.Filter(**body.model_dump(exclude={"format"})))
    as_csv = body.format is ExportFormat.CSV
    content = export.as_csv(entries) if as_csv else export.as_json(entries, await queries.heads(view))
    kind = "text/csv; charset=utf-8" if as_csv else "application/json"
    name = f'attachment; filename="careteam-trail.{body.format}"'
    return Response(content, media_type=kind, headers={"Content-Disposition": name})

"""How HTTP says it: the trail of a plan, of a person and of those on no team, what an act changed, exports."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Query, Response
from pydantic import Field

from careteam.access.actions import Action
from careteam.access.roles import Role
from careteam.alerts import queries as found
from careteam.audit.change import Change
from careteam.audit.view import View
from careteam.core.ids import ORGANISATION_STREAM
from careteam.core.paging import DEFAULT, MOST, Moment, Page, Request
from careteam.identity.gate import organisation_change, organisation_view
from careteam.oversight import alerts, counting, details, export, outcomes, overview, queries, times
from careteam.oversight.events import PersonTrailExported, TrailExported
from careteam.oversight.queries import Filter, TrailEntry
from careteam.plans.gate import may_change, may_view

router = APIRouter(tags=["oversight"])

EventName = Annotated[str, Field(max_length=60, pattern="^[A-Za-z]+$")]
Cursor = Annotated[str, Field(max_length=500)]
After = Annotated[Cursor | None, Query()]
Limit = Annotated[int, Query(ge=1, le=MOST)]
Search = Annotated[str | None, Query(max_length=100)]
Seq = Annotated[int, Path(ge=1, le=2**53)]


class Selection(Request):
    """Which entries: of which kinds, in which time."""

    event: Annotated[tuple[EventName, ...], Field(max_length=40)] = ()
    since: Annotated[Moment | None, Field(alias="from")] = None
    until: Annotated[Moment | None, Field(alias="to")] = None

    def filter(self, **more: Any) -> Filter:
        """The same for a query."""
        return Filter(events=self.event, since=self.since, until=self.until, **more)


class Listing(Selection):
    """Some of them, a page at a time."""

    after: Cursor | None = None
    limit: Annotated[int, Field(ge=1, le=MOST)] = DEFAULT


class PlanListing(Listing):
    """The same of one plan: also by whom, and for which goal."""

    actor: UUID | None = None
    goal: UUID | None = None


class TimedListing(Request):
    """The rows of which number, a page at a time."""

    end: times.End = times.End.DONE
    days: times.Days = times.Days.FOUR_WEEKS
    role: Role | None = None
    hour: Annotated[int, Field(ge=0, le=23)] | None = None
    priority: times.TimedPriority | None = None
    after: Cursor | None = None
    limit: Annotated[int, Field(ge=1, le=MOST)] = DEFAULT


class OutcomeListing(Request):
    """The rows of which number, a page at a time; without a month of all of them."""

    weeks: Annotated[int, Field(ge=1, le=520)] | None = None
    month: Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")] | None = None
    counted_as: counting.Count | None = None
    after: Cursor | None = None
    limit: Annotated[int, Field(ge=1, le=MOST)] = DEFAULT

    def of(self, figure: outcomes.OutcomeFigure) -> outcomes.Wanted:
        """The same for a query."""
        return outcomes.Wanted(figure=figure, weeks=self.weeks, month=self.month, counted_as=self.counted_as)


class ExportFormat(StrEnum):
    """How an export is written."""

    CSV = "csv"
    JSON = "json"


class ExportPersonTrail(Selection):
    """Which entries to take out, and how they are written."""

    format: ExportFormat = ExportFormat.CSV


class ExportTrail(ExportPersonTrail):
    """The same of one plan: also by whom, and for which goal."""

    actor: UUID | None = None
    goal: UUID | None = None


FILES: dict[int | str, dict[str, Any]] = {200: {"content": {"text/csv": {}, "application/json": {}}}}


@router.get("/plans/{plan_id}/trail")
async def review_plan_trail(
    wanted: Annotated[PlanListing, Query()], view: Annotated[View, may_view(Action.REVIEW_TRAIL)]
) -> Page[TrailEntry]:
    """Who did what on this plan, the newest first."""
    chosen = wanted.filter(actor=wanted.actor, goal=wanted.goal)
    return await queries.trail(view, chosen, after=wanted.after, limit=wanted.limit)


@router.get("/plans/{plan_id}/touched")
async def read_who_touched(view: Annotated[View, may_view(Action.REVIEW_TRAIL)]) -> overview.Touched:
    """Who did or looked at something on this plan, in which role, from when until when."""
    return await overview.touched(view)


@router.get("/plans/{plan_id}/trail/{stream_id}/{seq}")
async def read_entry_detail(
    stream_id: UUID, seq: Seq, view: Annotated[View, may_view(Action.READ_TRAIL_DETAIL)]
) -> details.EntryDetail:
    """What an act on this plan changed, before and after."""
    return await details.entry_detail(view, stream_id, seq)


@router.get("/organisation/trail/{seq}")
async def read_organisation_entry_detail(
    seq: Seq, view: Annotated[View, organisation_view(Action.READ_TRAIL_DETAIL)]
) -> details.EntryDetail:
    """What an act on the organisation changed, before and after."""
    return await details.entry_detail(view, ORGANISATION_STREAM, seq)


@router.get("/people/{person_id}/trail")
async def review_person_trail(
    person_id: UUID,
    wanted: Annotated[Listing, Query()],
    view: Annotated[View, organisation_view(Action.REVIEW_TRAIL)],
) -> Page[TrailEntry]:
    """What this person did, the newest first."""
    return await queries.trail(view, wanted.filter(), person_id=person_id, after=wanted.after, limit=wanted.limit)


@router.get("/plans/{plan_id}/access-log")
async def read_access_log(
    view: Annotated[View, may_view(Action.READ_ACCESS)], after: After = None, limit: Limit = DEFAULT
) -> Page[queries.Look]:
    """Who opened what of your plan."""
    return await details.access_log(view, after=after, limit=limit)


@router.get("/oversight/summary")
async def read_oversight_summary(view: Annotated[View, organisation_view(Action.REVIEW_TRAIL)]) -> overview.Summary:
    """How much was done and looked at over the last 30 days, and who waits."""
    return await overview.summary(view)


@router.get("/oversight/plans")
async def read_plan_activity(
    view: Annotated[View, organisation_view(Action.REVIEW_TRAIL)],
    q: Search = None,
    after: After = None,
    limit: Limit = DEFAULT,
) -> Page[overview.PlanActivity]:
    """All plans by the patient's name, with what happened on each over the last 30 days."""
    return await overview.plans(view, text=q, after=after, limit=limit)


@router.get("/oversight/outside")
async def review_outside_trail(
    wanted: Annotated[Listing, Query()], view: Annotated[View, organisation_view(Action.REVIEW_TRAIL)]
) -> Page[TrailEntry]:
    """What those did on plans who are on no team: oversee, coordinate, administer. The newest first."""
    return await queries.trail(view, wanted.filter(outside=True), after=wanted.after, limit=wanted.limit)


@router.get("/oversight/waiting")
async def read_waiting_patients(
    view: Annotated[View, organisation_view(Action.REVIEW_TRAIL)],
) -> list[overview.WaitingPatient]:
    """Patients whose message nobody on the team has answered yet, the longest first."""
    return await overview.waiting(view)


@router.get("/oversight/times")
async def read_response_times(
    view: Annotated[View, organisation_view(Action.REVIEW_TRAIL)], days: times.Days = times.Days.FOUR_WEEKS
) -> times.ResponseTimes:
    """How long patients waited for the first answer, conversations went on, and alarms for who took them on and an outcome."""
    return await times.response_times(view, days)


@router.get("/oversight/times/{measure}")
async def read_timed_rows(
    measure: times.Measure,
    view: Annotated[View, organisation_view(Action.REVIEW_TRAIL)],
    wanted: Annotated[TimedListing, Query()],
) -> Page[times.TimedRow]:
    """The rows behind one of these numbers."""
    chosen = times.Wanted(
        measure=measure, end=wanted.end, days=wanted.days, role=wanted.role, hour=wanted.hour, priority=wanted.priority
    )
    return await times.rows(view, chosen, after=wanted.after, limit=wanted.limit)


@router.get("/oversight/outcomes")
async def read_clinic_outcomes(
    view: Annotated[View, organisation_view(Action.READ_OUTCOMES)],
) -> outcomes.Outcomes:
    """What became of the clinic's patients: response and remission, how soon, and who fell silent. Only counted."""
    return await outcomes.outcomes(counting.clinic(view))


@router.get("/oversight/outcomes/{figure}")
async def read_clinic_outcome_rows(
    figure: outcomes.OutcomeFigure,
    view: Annotated[View, organisation_view(Action.READ_OUTCOMES)],
    wanted: Annotated[OutcomeListing, Query()],
) -> Page[outcomes.OutcomeRow]:
    """Who is behind one of these numbers, and what they count as."""
    return await outcomes.rows(counting.clinic(view), wanted.of(figure), after=wanted.after, limit=wanted.limit)


@router.get("/outcomes")
async def read_own_outcomes(view: Annotated[View, organisation_view(Action.READ_TODAY)]) -> outcomes.Outcomes:
    """The same of your own patients."""
    return await outcomes.outcomes(counting.own(view))


@router.get("/outcomes/{figure}")
async def read_own_outcome_rows(
    figure: outcomes.OutcomeFigure,
    view: Annotated[View, organisation_view(Action.READ_TODAY)],
    wanted: Annotated[OutcomeListing, Query()],
) -> Page[outcomes.OutcomeRow]:
    """Which of your patients are behind one of these numbers."""
    return await outcomes.rows(counting.own(view), wanted.of(figure), after=wanted.after, limit=wanted.limit)


@router.get("/oversight/alerts")
async def read_alerts(
    view: Annotated[View, organisation_view(Action.READ_ALERTS)],
    closed: bool = False,
    after: After = None,
    limit: Limit = DEFAULT,
) -> Page[found.AlertLine]:
    """Integrity alerts that wait for you, the oldest first; or those that were closed, the last first."""
    return await found.alerts(view, closed=closed, after=after, limit=limit)


@router.get("/oversight/alerts/{alert_id}")
async def read_alert(
    alert_id: UUID, view: Annotated[View, organisation_view(Action.READ_ALERTS)]
) -> alerts.AlertDetail:
    """An integrity alert with what the trail says of it and of what it is about."""
    return await alerts.alert(view, alert_id)


@router.post("/plans/{plan_id}/trail/exports", response_class=Response, responses=FILES)
async def export_trail(
    body: ExportTrail,
    change: Annotated[Change, may_change(Action.EXPORT_TRAIL)],
    view: Annotated[View, may_view(Action.EXPORT_TRAIL)],
) -> Response:
    """Take a copy of the plan's trail out of Careteam; that you did is written down."""
    await change.record(TrailExported(plan_id=view.plan, format=body.format))
    entries = await queries.exported(view, body.filter(actor=body.actor, goal=body.goal))
    return _file(entries, body.format, await queries.heads(view))


@router.post("/people/{person_id}/trail/exports", response_class=Response, responses=FILES)
async def export_person_trail(
    person_id: UUID,
    body: ExportPersonTrail,
    change: Annotated[Change, organisation_change(Action.EXPORT_TRAIL)],
    view: Annotated[View, organisation_view(Action.EXPORT_TRAIL)],
) -> Response:
    """Take a copy of a person's trail out of Careteam; that you did is written down."""
    await change.record(PersonTrailExported(person_id=person_id, format=body.format))
    return _file(await queries.exported(view, body.filter(), person_id=person_id), body.format, [])


def _file(entries: Sequence[TrailEntry], format_: ExportFormat, heads: Sequence[dict[str, Any]]) -> Response:
    as_csv = format_ is ExportFormat.CSV
    content = export.as_csv(entries) if as_csv else export.as_json(entries, heads)
    kind = "text/csv; charset=utf-8" if as_csv else "application/json"
    name = f'attachment; filename="careteam-trail.{format_}"'
    return Response(content, media_type=kind, headers={"Content-Disposition": name})

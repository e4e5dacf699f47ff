"""What supervisors see at a glance: how much was done and looked at, on which plans, by whom, and who waits."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from careteam.access.models import RelationRow
from careteam.access.roles import OUTSIDE, RelationKind, Role
from careteam.alerts.queries import open_alerts
from careteam.audit.models import Entry
from careteam.audit.view import View
from careteam.core.paging import Page, Shape
from careteam.identity.queries import PersonRef, people
from careteam.messaging.waiting import waiting_anywhere
from careteam.oversight.queries import GoalName, PlanName
from careteam.plans import caseload
from careteam.plans.queries import goals_of, patients_of

#: Days that the numbers are about.
DAYS = 30
#: The most waiting patients that are named.
WAITING_MOST = 200
#: Looks; everything else is an act.
LOOKS = ("PlanViewed", "PlansListed", "OrganisationViewed")
#: What is out of the ordinary: details opened with a reason, copies taken.
EXCEPTIONS = ("AccessRequested", "TrailExported")

looked = Entry.event.in_(LOOKS)
outside = Entry.role.in_(sorted(OUTSIDE))


class DayCount(Shape):
    """How many acts and looks a day had, how many looks by people who are on no team, how many exceptions."""

    day: datetime
    acts: int
    looks: int
    outside: int
    exceptions: int


class Summary(Shape):
    """The last 30 days at a glance, day by day, the oldest first; who waits now, and for their owner the open alerts."""

    plans: int
    waiting: int
    longest_waiting_since: datetime | None
    alerts: int | None
    days: list[DayCount]


class PlanActivity(Shape):
    """A plan with what happened on it in the last 30 days."""

    plan: PlanName
    team_size: int
    acts: int
    looks: int
    outside: int
    last_at: datetime | None


class Toucher(Shape):
    """Somebody who did or looked at something on the plan, in one role."""

    person: PersonRef
    role: Role
    on_team: bool
    acts: int
    looks: int
    first_at: datetime
    last_at: datetime


class Touched(Shape):
    """Who touched a plan, the last first, and which goals it has."""

    people: list[Toucher]
    goals: list[GoalName]


class WaitingPatient(Shape):
    """A patient whose message nobody on the team has answered yet."""

    plan: PlanName
    conversation_id: UUID
    since: datetime


async def summary(view: View) -> Summary:
    """How much was done and looked at, day by day, and who waits."""
    first = view.now.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=DAYS - 1)
    day = func.date_trunc("day", Entry.at)
    query = select(
        day, _many(~looked), _many(looked), _many(looked & outside), _many(Entry.event.in_(EXCEPTIONS))
    )  # fmt: skip
    rows = await view.rows(query.where(Entry.at >= first, Entry.plan_id.is_not(None)).group_by(day))
    counted = {
        row[0]: DayCount(day=row[0], acts=row[1], looks=row[2], outside=row[3], exceptions=row[4]) for row in rows
    }
    days = [first + timedelta(days=n) for n in range(DAYS)]
    empty = DayCount(day=first, acts=0, looks=0, outside=0, exceptions=0)
    waiting = await waiting_anywhere(view, WAITING_MOST)
    return Summary(
        plans=await view.count(select(RelationRow.plan_id).where(RelationRow.kind == RelationKind.SELF)),
        waiting=len(waiting),
        longest_waiting_since=waiting[0].since if waiting else None,
        alerts=await open_alerts(view),
        days=[counted.get(one) or empty.model_copy(update={"day": one}) for one in days],
    )


def _many(which: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count().filter(which)


async def plans(view: View, *, text: str | None, after: str | None, limit: int) -> Page[PlanActivity]:
    """All plans by the patient's name, which may be searched for, with what happened on them lately."""
    page = await caseload.listed(view, text=text, status=None, after=after, limit=limit)
    lines = await caseload.lines(view, page)
    counts = await _activity(view, [line.id for line in lines])
    items = [
        PlanActivity(
            plan=PlanName(id=line.id, patient_name=line.patient.name),
            team_size=line.team_size,
            **counts.get(line.id, {"acts": 0, "looks": 0, "outside": 0, "last_at": None}),
        )
        for line in lines
    ]
    return Page[PlanActivity](items=items, next=page.next)


async def _activity(view: View, plan_ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    since = view.now - timedelta(days=DAYS)
    query = select(Entry.plan_id, _many(~looked), _many(looked), _many(looked & outside), func.max(Entry.at))
    rows = await view.rows(query.where(Entry.plan_id.in_(plan_ids), Entry.at >= since).group_by(Entry.plan_id))
    return {row[0]: {"acts": row[1], "looks": row[2], "outside": row[3], "last_at": row[4]} for row in rows}


async def touched(view: View) -> Touched:
    """Who touched the view's plan, in which role, from when until when; and its goals."""
    query = select(Entry.actor, Entry.role, _many(~looked), _many(looked), func.min(Entry.at), func.max(Entry.at))
    query = query.where(Entry.plan_id == view.plan).group_by(Entry.actor, Entry.role)
    rows = await view.rows(query.order_by(func.max(Entry.at).desc()))
    present = select(RelationRow).where(RelationRow.plan_id == view.plan, RelationRow.ended_at.is_(None))
    relations = [row for row in await view.all(present) if row.as_relation().live(view.now)]
    team = {(row.person_id, row.role) for row in relations if row.kind is not RelationKind.SUPERVISOR}
    known = await people(view, {row[0] for row in rows})
    goals = await goals_of(view, {view.plan})
    return Touched(
        people=[
            Toucher(
                person=known[person].in_role(Role(role)), role=Role(role),
                on_team=(person, Role(role)) in team, acts=acts, looks=looks, first_at=first, last_at=last,
            )
            for person, role, acts, looks, first, last in rows
        ],
        goals=[GoalName(id=id_, **dict(label)) for id_, label in goals.items()],
    )  # fmt: skip


async def waiting(view: View) -> list[WaitingPatient]:
    """Patients whose message nobody on the team has answered yet, the longest first."""
    found = await waiting_anywhere(view, WAITING_MOST)
    patients = await patients_of(view, {one.plan_id for one in found})
    view.seen.update(patients)
    return [
        WaitingPatient(
            plan=PlanName(id=one.plan_id, patient_name=patients[one.plan_id].name),
            conversation_id=one.id,
            since=one.since,
        )
        for one in found
    ]

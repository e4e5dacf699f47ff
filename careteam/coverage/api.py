"""How HTTP says it: who is on duty, and planning it."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import AfterValidator, Field

from careteam.access.actions import Action
from careteam.access.roles import Role
from careteam.audit.change import Change
from careteam.audit.view import View
from careteam.core.octets import Octets
from careteam.core.paging import Day, Moment, Request
from careteam.coverage import absences, alarms, availability, commands, handling, queries, standing, standings, working
from careteam.coverage.ladders import AlarmOutcome
from careteam.coverage.rules import AbsenceKind
from careteam.identity.gate import Done, organisation_change, organisation_view
from careteam.plans.gate import may_change, may_view

router = APIRouter(tags=["coverage"])


def _on_the_wall(value: datetime) -> datetime:
    if value.tzinfo is not None or not 1900 <= value.year < 2200 or value.second or value.microsecond:
        raise ValueError("a time of the clinic's wall clock, as 2026-11-29T18:00")
    return value


#: What the clinic's wall clock shows: a time without a zone.
Wall = Annotated[datetime, AfterValidator(_on_the_wall)]
Text = Annotated[str, Field(min_length=1, max_length=1000)]


class PlanShift(Request):
    """Who is to be on duty, in which role, from when until when."""

    role: Role
    person_id: UUID
    begins: Wall
    ends: Wall


class ChangeShift(Request):
    """How a shift is to be, and why."""

    person_id: UUID
    begins: Wall
    ends: Wall
    reason: Text


class CancelShift(Request):
    """Why a shift is called off."""

    reason: Text


class SetHours(Request):
    """On which weekdays (Monday is 1) the clinic works, from when until when (minutes after midnight), and days it is closed."""

    weekdays: Annotated[list[Annotated[int, Field(ge=1, le=7)]], Field(min_length=1, max_length=7)]
    opens: Annotated[int, Field(ge=0, lt=1440)]
    closes: Annotated[int, Field(gt=0, le=1440)]
    closed_days: Annotated[list[Day], Field(max_length=60)]


class AssignStanding(Request):
    """For whom a coordinator signs ahead, and their signed word."""

    person_id: UUID
    cose: Annotated[bytes, Octets(1, 4096)]


class SetAvailability(Request):
    """Whether one is busy or away, until when, and who covers."""

    kind: AbsenceKind
    until: Moment
    cover_id: UUID | None = None


class CallIn(Request):
    """In which role somebody is to help."""

    role: Literal[Role.PSYCHIATRIST, Role.THERAPIST, Role.HEALTH_COACH, Role.SUPPORT_SPECIALIST]


class CloseAlarm(Request):
    """What came of an alarm."""

    outcome: AlarmOutcome


@router.get("/alarms")
async def read_alarms(view: Annotated[View, organisation_view(Action.READ_ALARMS)]) -> list[alarms.AlarmDetail]:
    """The open alarms you were told of or have in hand: stat before urgent, the oldest first."""
    return await alarms.my_alarms(view)


@router.post("/plans/{plan_id}/alarms/{alarm_id}/acknowledge")
async def acknowledge_alarm(alarm_id: UUID, change: Annotated[Change, may_change(Action.ACKNOWLEDGE_ALARM)]) -> Done:
    """Take an alarm on: it climbs no further while you see to it, and wants an outcome."""
    return Done.of(change, await handling.acknowledge(change, alarm_id=alarm_id))


@router.post("/plans/{plan_id}/alarms/{alarm_id}/outcome")
async def close_alarm(
    alarm_id: UUID, body: CloseAlarm, change: Annotated[Change, may_change(Action.CLOSE_ALARM)]
) -> Done:
    """Say what came of an alarm: only this ends it."""
    return Done.of(change, await handling.close(change, alarm_id=alarm_id, outcome=body.outcome))


@router.get("/duty")
async def read_duty(
    view: Annotated[View, organisation_view(Action.READ_DUTY)], day: Annotated[Day | None, Query()] = None
) -> queries.DutyWeek:
    """The week of duty in which a day lies; without one, this week."""
    return await queries.week(view, day)


@router.get("/duty/now")
async def read_duty_now(view: Annotated[View, organisation_view(Action.READ_DUTY)]) -> queries.DutyNow:
    """Who is on duty now, in each role."""
    return await queries.on_duty(view)


@router.get("/duty/hours")
async def read_working_hours(
    view: Annotated[View, organisation_view(Action.READ_DUTY)],
) -> working.HoursDetail:
    """When the clinic works."""
    return await working.working_hours(view)


@router.put("/duty/hours")
async def set_working_hours(body: SetHours, change: Annotated[Change, organisation_change(Action.PLAN_DUTY)]) -> Done:
    """Say when the clinic works: patients see it before they write, and are told when they write out of hours."""
    return Done.of(change, await working.set_hours(change, **body.model_dump()))


@router.post("/duty/shifts", status_code=201)
async def plan_shift(body: PlanShift, change: Annotated[Change, organisation_change(Action.PLAN_DUTY)]) -> Done:
    """Plan somebody for duty, by the clinic's wall clock."""
    return Done.of(change, await commands.plan_shift(change, **body.model_dump()))


@router.put("/duty/shifts/{shift_id}")
async def change_shift(
    shift_id: UUID, body: ChangeShift, change: Annotated[Change, organisation_change(Action.PLAN_DUTY)]
) -> Done:
    """Give a shift other times or another person; of one that runs, another end."""
    return Done.of(change, await commands.change_shift(change, shift_id=shift_id, **body.model_dump()))


@router.post("/duty/shifts/{shift_id}/cancellation")
async def cancel_shift(
    shift_id: UUID, body: CancelShift, change: Annotated[Change, organisation_change(Action.PLAN_DUTY)]
) -> Done:
    """Call a shift off; one that runs ends now."""
    return Done.of(change, await commands.cancel_shift(change, shift_id=shift_id, reason=body.reason))


@router.get("/duty/standing-assignments")
async def read_standing_assignments(
    view: Annotated[View, organisation_view(Action.READ_STANDING)],
) -> standings.StandingList:
    """For whom a coordinator has signed ahead that they belong wherever they are called in, and for whom to."""
    return await standings.signed_ahead(view)


@router.post("/duty/standing-assignments", status_code=201)
async def assign_standing(
    body: AssignStanding, change: Annotated[Change, organisation_change(Action.ASSIGN_STANDING)]
) -> Done:
    """Sign ahead that somebody on duty, or who covers, belongs wherever they are called in, 31 days at most."""
    return Done.of(change, await standing.assign_standing(change, **body.model_dump()))


@router.get("/availability")
async def read_availability(
    view: Annotated[View, organisation_view(Action.READ_AVAILABILITY)],
) -> availability.Availability:
    """Whether you are available, whom you cover, and who could cover you."""
    return await availability.availability(view)


@router.put("/availability")
async def set_availability(
    body: SetAvailability, change: Annotated[Change, organisation_change(Action.SET_AVAILABILITY)]
) -> Done:
    """Say that you are busy, or away and who covers, from now on."""
    return Done.of(change, await absences.set_availability(change, **body.model_dump()))


@router.post("/availability/end")
async def end_absence(change: Annotated[Change, organisation_change(Action.SET_AVAILABILITY)]) -> Done:
    """Say that you are back."""
    return Done.of(change, await absences.be_back(change))


@router.get("/plans/{plan_id}/cover")
async def read_plan_cover(
    view: Annotated[View, may_view(Action.READ_ROSTER, screen="team")],
) -> availability.PlanCover:
    """Who of the team is not here now, and who covers."""
    return await availability.plan_cover(view)


@router.post("/plans/{plan_id}/duty", status_code=201)
async def call_in(body: CallIn, change: Annotated[Change, may_change(Action.CALL_DUTY)]) -> Done:
    """Ask who is on duty to help with this plan, until their shift ends."""
    return Done.of(change, await commands.call_in(change, role=body.role))

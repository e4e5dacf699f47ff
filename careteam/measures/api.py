"""How HTTP says it: the measures of a plan, their course, when they are asked for, and what is answered."""

from typing import Annotated, Self
from uuid import UUID

from fastapi import APIRouter, Path, Query
from pydantic import Field, model_validator

from careteam.access.actions import Action
from careteam.audit.change import Change
from careteam.audit.view import View
from careteam.core.paging import DEFAULT, MOST, Day, Moment, Request
from careteam.identity.gate import Done
from careteam.measures import commands, queries, rules
from careteam.measures.commands import Answer, Rhythm
from careteam.measures.rules import ScheduleStatus
from careteam.measures.shapes import Measures, Results
from careteam.plans.gate import may_change, may_view

router = APIRouter(prefix="/plans/{plan_id}", tags=["measures"])

After = Annotated[str | None, Query(max_length=500)]
Limit = Annotated[int, Query(ge=1, le=MOST)]
Name = Annotated[str, Field(min_length=1, max_length=40)]
Instrument = Annotated[str, Path(min_length=1, max_length=40)]
ItemId = Annotated[str, Field(min_length=1, max_length=40)]
Clock = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


class ChangeMeasure(Request):
    """When a measure is due next, how often, until when, and for which goal."""

    due_on: Day
    every_days: Annotated[int, Field(ge=1, le=rules.SELDOM_DAYS)] | None = None
    until: Day | None = None
    goal_id: UUID | None = None

    def rhythm(self) -> Rhythm:
        """The same for the command."""
        return Rhythm(due_on=self.due_on, every_days=self.every_days, until=self.until, goal_id=self.goal_id)


class ScheduleMeasure(ChangeMeasure):
    """Which instrument, and when."""

    instrument: Name


class SetMeasureStatus(Request):
    """Whether it is asked for, paused, or over."""

    status: ScheduleStatus


class SetReminder(Request):
    """At what time of the day, as 18:00; nothing: not at all."""

    at: Clock | None


class AnswerMeasure(Request):
    """The values by item, what was left out being left out; or, by the team, only the total. When, if not just now."""

    items: Annotated[dict[ItemId, Annotated[int, Field(ge=0, le=1000)]], Field(max_length=40)] | None = None
    total: Annotated[int, Field(ge=0, le=1000)] | None = None
    at: Moment | None = None

    @model_validator(mode="after")
    def _something(self) -> Self:
        if (self.items is None) == (self.total is None):
            raise ValueError("give the answers, or only the total")
        return self


@router.get("/measures")
async def read_measures(view: Annotated[View, may_view(Action.READ_MEASURES)]) -> Measures:
    """What is asked for in this plan, the newest answers, and what they say."""
    return await queries.measures(view)


@router.get("/measures/{instrument}/results")
async def read_results(
    instrument: Instrument,
    view: Annotated[View, may_view(Action.READ_MEASURES)],
    after: After = None,
    limit: Limit = DEFAULT,
) -> Results:
    """The course of one instrument, the newest first; what was missed is in it."""
    return await queries.results(view, instrument, after=after, limit=limit)


@router.post("/measures/{instrument}/results", status_code=201)
async def answer_measure(
    instrument: Instrument, body: AnswerMeasure, change: Annotated[Change, may_change(Action.RECORD_MEASURE)]
) -> Done:
    """Answer an instrument; as the team, write down what the patient answered."""
    answer = Answer(instrument=instrument, items=body.items, total=body.total, at=body.at)
    return Done.of(change, await commands.answer_measure(change, answer))


@router.post("/measure-schedules", status_code=201)
async def schedule_measure(
    body: ScheduleMeasure, change: Annotated[Change, may_change(Action.SCHEDULE_MEASURE)]
) -> Done:
    """Put an instrument into the plan."""
    return Done.of(change, await commands.schedule_measure(change, instrument=body.instrument, rhythm=body.rhythm()))


@router.put("/measure-schedules/{schedule_id}")
async def change_measure(
    schedule_id: UUID, body: ChangeMeasure, change: Annotated[Change, may_change(Action.SCHEDULE_MEASURE)]
) -> Done:
    """Ask for it at other times."""
    await commands.change_schedule(change, schedule_id=schedule_id, rhythm=body.rhythm())
    return Done.of(change, schedule_id)


@router.put("/measure-schedules/{schedule_id}/status")
async def set_measure_status(
    schedule_id: UUID, body: SetMeasureStatus, change: Annotated[Change, may_change(Action.SCHEDULE_MEASURE)]
) -> Done:
    """Pause it, take it up again, or ask for it no more."""
    await commands.set_schedule_status(change, schedule_id=schedule_id, status=body.status)
    return Done.of(change, schedule_id)


@router.put("/measure-reminder")
async def set_reminder(body: SetReminder, change: Annotated[Change, may_change(Action.REMIND_MEASURE)]) -> Done:
    """Choose when you are reminded of what you can answer."""
    return Done.of(change, await commands.set_reminder(change, at=body.at))

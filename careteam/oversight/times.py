"""How long things take: medians and 90th percentiles by role, hour and priority, and the rows behind each number."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import IntEnum, StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Select, cast, func, literal, null, select, tuple_
from sqlalchemy.sql.functions import grouping_sets

from careteam.access.roles import Role
from careteam.audit.view import View
from careteam.core.paging import Page, Shape, cursor, position
from careteam.core.timing import Timed
from careteam.coverage import times as alarms
from careteam.coverage.zone import clinic_zone
from careteam.identity.queries import PersonRef, people
from careteam.messaging import times as talks
from careteam.oversight.queries import PlanName
from careteam.plans.queries import patients_of

#: From fewer no median is told, and from fewer no 90th percentile: they would be those of a few people.
ENOUGH, ENOUGH_FOR_90 = 5, 10


class Days(IntEnum):
    """How many days are looked at, today among them."""

    WEEK = 7
    FOUR_WEEKS = 28
    TWELVE_WEEKS = 84


class Measure(StrEnum):
    """What takes time."""

    FIRST_REPLY = "first-reply"
    CLOSE = "close"
    ACKNOWLEDGE = "acknowledge"
    OUTCOME = "outcome"


class TimedPriority(StrEnum):
    """How much something pressed: a message, or an alarm."""

    ROUTINE = "routine"
    SAME_DAY = "same-day"
    URGENT = "urgent"
    STAT = "stat"


class End(StrEnum):
    """How it went on: it has ended as it should, it has not ended yet, it ended without what was waited for."""

    DONE = "done"
    OPEN = "open"
    DROPPED = "dropped"


#: Of each measure the rows that tell of it.
TOLD: Mapping[Measure, Mapping[End, Timed]] = {
    Measure.FIRST_REPLY: {End.DONE: talks.ANSWERED, End.OPEN: talks.WAITING, End.DROPPED: talks.UNANSWERED},
    Measure.CLOSE: {End.DONE: talks.CLOSED, End.OPEN: talks.GOING_ON},
    Measure.ACKNOWLEDGE: {End.DONE: alarms.ACKNOWLEDGED, End.OPEN: alarms.UNACKNOWLEDGED},
    Measure.OUTCOME: {End.DONE: alarms.CONCLUDED, End.OPEN: alarms.GOING_ON},
}


class Figure(Shape):
    """Of what began in the period: how much has ended, and within which seconds half and nine of ten of it; the rest apart.

    The times are empty where too little has ended.
    """

    done: int
    median_seconds: float | None
    p90_seconds: float | None
    open: int
    dropped: int


class RoleFigure(Figure):
    """The same of what this role ended. Nobody's is what has not ended."""

    role: Role


class HourFigure(Figure):
    """The same of what began within this hour of the clinic's day."""

    hour: int


class PriorityFigure(Figure):
    """The same of what was so urgent."""

    priority: TimedPriority


class MeasureTimes(Shape):
    """One measure, in all and apart; by priority what has one."""

    measure: Measure
    all: Figure
    by_role: list[RoleFigure]
    by_hour: list[HourFigure]
    by_priority: list[PriorityFigure]


class ResponseTimes(Shape):
    """How long it took what began since then, by the clinic's clock."""

    since: datetime
    zone: str
    measures: list[MeasureTimes]


class TimedRow(Shape):
    """One of those behind a number."""

    plan: PlanName
    subject_id: UUID
    since: datetime
    until: datetime | None
    by: PersonRef | None


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """The rows of which number."""

    measure: Measure
    end: End
    days: Days
    role: Role | None = None
    hour: int | None = None
    priority: TimedPriority | None = None


async def response_times(view: View, days: Days) -> ResponseTimes:
    """All measures of what began in the last so many days, today among them."""
    since = _begin(view, days)
    measures = [await _measured(view, measure, since) for measure in Measure]
    return ResponseTimes(since=since, zone=clinic_zone().key, measures=measures)


def _begin(view: View, days: Days) -> datetime:
    today = view.now.astimezone(clinic_zone()).date()
    return datetime.combine(today - timedelta(days=days - 1), time(), clinic_zone())


@dataclass(frozen=True)
class _Part:
    """Of which of them a figure is: none of these is all."""

    role: Role | None = None
    hour: int | None = None
    priority: TimedPriority | None = None


async def _measured(view: View, measure: Measure, since: datetime) -> MeasureTimes:
    figures: dict[_Part, dict[str, Any]] = {}
    for end, timed in TOLD[measure].items():
        for part, found in await _figures(view, timed, since, times=end is End.DONE):
            figures.setdefault(part, {}).update(found if end is End.DONE else {str(end): found["done"]})
    nothing: dict[str, Any] = {"done": 0, "median_seconds": None, "p90_seconds": None, "open": 0, "dropped": 0}
    told = {part: nothing | values for part, values in figures.items()}
    return MeasureTimes(
        measure=measure,
        all=Figure(**told.get(_Part(), nothing)),
        by_role=[
            RoleFigure(role=one, **told[_Part(role=one)]) for one in Role if told.get(_Part(role=one), nothing)["done"]
        ],
        by_hour=[HourFigure(hour=one, **told.get(_Part(hour=one), nothing)) for one in range(24)],
        by_priority=[
            PriorityFigure(priority=one, **told[_Part(priority=one)])
            for one in TimedPriority
            if _Part(priority=one) in told
        ],
    )


async def _figures(view: View, timed: Timed, since: datetime, *, times: bool) -> list[tuple[_Part, dict[str, Any]]]:
    """In all, by role, by hour and by priority: how many, and how long they took."""
    parts = [timed.role if times else None, _hour(timed), timed.priority]
    seconds = func.extract("epoch", timed.until - timed.since) if times else None
    quantiles = [_quantile(part, seconds) for part in (0.5, 0.9)] if times else [null(), null()]
    sets = [tuple_(), *(tuple_(part) for part in parts if part is not None)]
    query = select(*map(_or_null, parts), func.count(), *quantiles).where(timed.where, timed.since >= since)
    rows = await view.reviewed(query.group_by(grouping_sets(*sets)), timed.model)
    return [
        (
            _Part(role, None if hour is None else int(hour), priority),
            {
                "done": count,
                "median_seconds": half if count >= ENOUGH else None,
                "p90_seconds": most if count >= ENOUGH_FOR_90 else None,
            },
        )
        for role, hour, priority, count, half, most in rows
    ]


def _quantile(part: float, values: Any) -> Any:
    return func.percentile_cont(part).within_group(values)


def _hour(timed: Timed) -> Any:
    """The hour that the clinic's wall clock showed when it began. The zone as a literal: it is named twice."""
    name: str = clinic_zone().key
    return func.extract("hour", func.timezone(literal(name, literal_execute=True), timed.since))


async def rows(view: View, wanted: Wanted, *, after: str | None, limit: int) -> Page[TimedRow]:
    """What is behind a number: what took longest first, or what has lasted longest."""
    timed = TOLD[wanted.measure].get(wanted.end)
    if timed is None:
        return Page[TimedRow](items=[], next=None)
    ended = wanted.end is End.DONE
    length = cast(func.extract("epoch", timed.until - timed.since) * 1_000_000, BigInteger) if ended else None
    query = _narrowed(timed, wanted, _begin(view, wanted.days))
    if length is not None:
        key = position(after, int, UUID)
        query = query.add_columns(length).order_by(length.desc(), timed.model.id.desc())
        query = query if key is None else query.where(tuple_(length, timed.model.id) < key)
    else:
        key = position(after, datetime, UUID)
        query = query.add_columns(null()).order_by(timed.since, timed.model.id)
        query = query if key is None else query.where(tuple_(timed.since, timed.model.id) > key)
    found = await view.reviewed(query.limit(limit + 1), timed.model)
    page = found[:limit]
    patients = await patients_of(view, {row.plan_id for row in page})
    view.seen.update(patients)
    names = await people(view, {row.person_id for row in page if row.person_id})
    last = page[-1] if len(found) > limit else None
    return Page[TimedRow](
        items=[
            TimedRow(
                plan=PlanName(id=row.plan_id, patient_name=patients[row.plan_id].name), subject_id=row.subject_id,
                since=row.since, until=row.until,
                by=names[row.person_id].in_role(row.role) if row.person_id else None,
            )
            for row in page
        ],
        next=None if last is None else cursor(last[-1] if ended else last.since.isoformat(), str(last.id)),
    )  # fmt: skip


def _narrowed(timed: Timed, wanted: Wanted, since: datetime) -> Select[*tuple[Any, ...]]:
    query = select(
        timed.model.id.label("id"),
        timed.plan_id.label("plan_id"),
        timed.subject_id.label("subject_id"),
        timed.since.label("since"),
        _or_null(timed.until).label("until"),
        _or_null(timed.person_id).label("person_id"),
        _or_null(timed.role).label("role"),
    ).where(timed.where, timed.since >= since)
    if wanted.role is not None and timed.role is not None:
        query = query.where(timed.role == wanted.role)
    if wanted.priority is not None and timed.priority is not None:
        query = query.where(timed.priority == wanted.priority)
    return query if wanted.hour is None else query.where(_hour(timed) == wanted.hour)


def _or_null(column: Any) -> Any:
    return null() if column is None else column

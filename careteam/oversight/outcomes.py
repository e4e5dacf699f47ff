"""What became of people: response and remission by so many weeks, time to response, drop-out, and who is behind each number."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from careteam.core.paging import Page, Shape, cursor, position
from careteam.measures import outcomes as rules
from careteam.measures.outcomes import Cited, Mark
from careteam.oversight import counting
from careteam.oversight.counting import MONTHS, Among, Breadth, Count, Person
from careteam.oversight.queries import PlanName
from careteam.plans.queries import patients_of


class OutcomeFigure(StrEnum):
    """What is counted."""

    MARK = "mark"
    RESPONSE_TIME = "response-time"
    DROP_OUT = "drop-out"


class MarkFigure(Shape):
    """Of those who began so many weeks before, and whose window has closed: how many count as what.

    A remission is most often a response too, and counts as both. All are empty where it is too few people.
    """

    weeks: int
    window_days: int
    people: int | None
    response: int | None
    remission: int | None
    neither: int | None
    no_score: int | None


class MonthFigure(MarkFigure):
    """The same of those whose mark fell in this month, by the clinic's clock; as 2026-11."""

    month: str


class ResponseTime(Shape):
    """Of those who began in these months: within how many days half had responded, counting those who have not yet.

    Empty where too few people, and the days also while fewer than half can be said to have responded.
    """

    people: int | None
    responded: int | None
    not_yet: int | None
    median_days: int | None


class DropOut(Shape):
    """Of those whose plan is active: how many were not heard of, by a score or a word, for so many days."""

    people: int | None
    silent: int | None
    in_touch: int | None
    days: int


class Outcomes(Shape):
    """What became of those whose first score was high, and by which numbers that is counted.

    Only so many plans are counted, those that began last; `left_out` says that there may be more.
    """

    instrument: str
    since: date
    enough: int
    index_above: Cited
    quiet_days: Cited
    cites: list[Mark]
    signed_off: bool
    marks: list[MarkFigure]
    months: list[MonthFigure]
    response_time: ResponseTime
    drop_out: DropOut
    left_out: bool


class OutcomeRow(Shape):
    """Somebody behind a number: when they began, as what they count, and when they were last heard of. Never a score."""

    plan: PlanName
    began_at: datetime
    counted_as: list[Count]
    #: Days to the first response.
    days: int | None
    last_score_at: datetime
    last_contact_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """The rows of which number."""

    figure: OutcomeFigure
    weeks: int | None = None
    month: str | None = None
    counted_as: Count | None = None


async def outcomes(of: Breadth) -> Outcomes:
    """All numbers."""
    among, known = await counting.among(of), rules.definition()
    months = _months(among.since)
    return Outcomes(
        instrument=known.instrument, since=among.since, enough=of.enough, index_above=known.index_above,
        quiet_days=known.quiet_days, cites=list(known.marks), signed_off=known.status == "active",
        marks=[MarkFigure(**_figure(of, mark, among.due(mark))) for mark in known.marks],
        months=[
            MonthFigure(month=month, **_figure(of, mark, [one for one in due if one.month(mark) == month]))
            for mark in known.marks
            for due in [among.due(mark)]
            for month in months
        ],
        response_time=_response_time(of, among.begun()), drop_out=_drop_out(of, among), left_out=among.full,
    )  # fmt: skip


async def rows(of: Breadth, wanted: Wanted, *, after: str | None, limit: int) -> Page[OutcomeRow]:
    """Who is behind a number, those who began last first; nobody where the number is not told."""
    among = await counting.among(of)
    counted = _behind(among, wanted)
    chosen = [pair for pair in counted if wanted.counted_as in (None, *pair[1])] if len(counted) >= of.enough else []
    chosen.sort(key=lambda pair: (pair[0].began_at, pair[0].plan_id), reverse=True)
    last = position(after, datetime, UUID)
    left = [pair for pair in chosen if last is None or (pair[0].began_at, pair[0].plan_id) < last]
    shown = left[:limit]
    patients = await patients_of(of.view, [one.plan_id for one, _ in shown])
    return Page[OutcomeRow](
        items=[
            OutcomeRow(
                plan=PlanName(id=one.plan_id, patient_name=patients[one.plan_id].name), began_at=one.began_at,
                counted_as=[each for each in Count if each in counts],
                days=one.wait.time.days if one.wait.responded else None,
                last_score_at=one.last_score_at, last_contact_at=one.last_contact_at,
            )
            for one, counts in shown
        ],
        next=cursor(shown[-1][0].began_at.isoformat(), str(shown[-1][0].plan_id)) if len(left) > limit else None,
    )  # fmt: skip


def _behind(among: Among, wanted: Wanted) -> list[tuple[Person, set[Count]]]:
    """Those of whom a number is, each with what they count as."""
    if wanted.figure is OutcomeFigure.RESPONSE_TIME:
        return [(one, {Count.RESPONDED if one.wait.responded else Count.NOT_YET}) for one in among.begun()]
    if wanted.figure is OutcomeFigure.DROP_OUT:
        return [(one, {Count.SILENT if among.silent(one) else Count.IN_TOUCH}) for one in among.going_on()]
    mark = next((one for one in rules.definition().marks if one.weeks == wanted.weeks), None)
    if mark is None:
        return []
    return [(one, one.at(mark)) for one in among.due(mark) if wanted.month in (None, one.month(mark))]


def _figure(of: Breadth, mark: Mark, people: list[Person]) -> dict[str, Any]:
    counts = Counter(each for one in people for each in one.at(mark))
    told = {
        "people": len(people), "response": counts[Count.RESPONSE], "remission": counts[Count.REMISSION],
        "neither": counts[Count.NEITHER], "no_score": counts[Count.NO_SCORE],
    }  # fmt: skip
    return {"weeks": mark.weeks, "window_days": mark.window_days, **_told(of, told)}


def _response_time(of: Breadth, people: list[Person]) -> ResponseTime:
    responded = sum(one.wait.responded for one in people)
    median = rules.median_wait(one.wait for one in people)
    told = {"people": len(people), "responded": responded, "not_yet": len(people) - responded}
    enough = len(people) >= of.enough
    return ResponseTime(**_told(of, told), median_days=median.days if enough and median is not None else None)


def _drop_out(of: Breadth, among: Among) -> DropOut:
    people = among.going_on()
    silent = sum(map(among.silent, people))
    told = {"people": len(people), "silent": silent, "in_touch": len(people) - silent}
    return DropOut(**_told(of, told), days=rules.definition().quiet_days.value)


def _told(of: Breadth, numbers: dict[str, int]) -> dict[str, int | None]:
    """These numbers; none of them where they are of too few people."""
    return {name: number if numbers["people"] >= of.enough else None for name, number in numbers.items()}


def _months(since: date) -> Iterable[str]:
    first = since.year * 12 + since.month - 1
    return [f"{month // 12:04}-{month % 12 + 1:02}" for month in range(first, first + MONTHS)]

"""Who is counted: those whose first score was high, of the whole clinic or of one's own patients, and as what each counts."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

from careteam.audit.view import View
from careteam.coverage.zone import clinic_zone
from careteam.measures import courses
from careteam.measures import outcomes as rules
from careteam.measures.courses import MOST_PLANS
from careteam.measures.outcomes import Mark, Point, Wait
from careteam.messaging import contacts
from careteam.plans.rosters import active_among

#: Of fewer people of the clinic no number is told: it would be that of a few whom one may know.
ENOUGH = 5
#: So many months are looked at, this one among them.
MONTHS = 12


class Count(StrEnum):
    """As what somebody counts: at a mark, by the time to a response, by whether they were heard of."""

    RESPONSE = "response"
    REMISSION = "remission"
    NEITHER = "neither"
    NO_SCORE = "no-score"
    RESPONDED = "responded"
    NOT_YET = "not-yet"
    SILENT = "silent"
    IN_TOUCH = "in-touch"


@dataclass(frozen=True)
class Breadth:
    """Whose patients are counted: the clinic's, for who only reviews; or the reader's own, whose scores they may read."""

    view: View
    clinic: bool

    @property
    def enough(self) -> int:
        """Of how many people at least a number is told."""
        return ENOUGH if self.clinic else 0


@dataclass(frozen=True)
class Person:
    """One who is counted."""

    plan_id: UUID
    course: list[Point]
    wait: Wait
    last_score_at: datetime
    last_contact_at: datetime | None
    active: bool

    @property
    def began_at(self) -> datetime:
        return self.course[0].at

    def month(self, mark: Mark) -> str:
        """The month in which their mark fell."""
        return f"{(self.began_at + timedelta(weeks=mark.weeks)).astimezone(clinic_zone()):%Y-%m}"

    def at(self, mark: Mark) -> set[Count]:
        """As what they count at a mark."""
        found = rules.at_mark(self.course, mark)
        as_response = {Count.RESPONSE} if found.responded else set[Count]()
        return {Count(found.counted_as)} | as_response


@dataclass(frozen=True)
class Among:
    """All who are counted, from when on, and when it is now."""

    people: list[Person]
    since: date
    now: datetime
    full: bool

    def due(self, mark: Mark) -> list[Person]:
        """Those whose mark fell in these months, once its window has closed."""
        first = f"{self.since:%Y-%m}"
        return [one for one in self.people if rules.is_due(one.began_at, mark, self.now) and one.month(mark) >= first]

    def begun(self) -> list[Person]:
        """Those who began in these months."""
        first = _midnight(self.since)
        return [one for one in self.people if one.began_at >= first]

    def going_on(self) -> list[Person]:
        """Those whose plan is active."""
        return [one for one in self.people if one.active]

    def silent(self, one: Person) -> bool:
        """Whether nothing was heard of them for long."""
        return rules.fell_silent(max(one.last_score_at, one.last_contact_at or one.last_score_at), self.now)


def clinic(view: View) -> Breadth:
    """All patients of the clinic."""
    return Breadth(view, clinic=True)


def own(view: View) -> Breadth:
    """The reader's own patients."""
    return Breadth(view, clinic=False)


async def among(of: Breadth) -> Among:
    view, known = of.view, rules.definition()
    since = _first_month(view.now)
    longest = max(known.marks, key=lambda mark: mark.closes)
    begun = await courses.begun_since(view, _midnight(since) - timedelta(weeks=longest.weeks), clinic=of.clinic)
    found = await courses.courses_of(view, begun, longest.closes, clinic=of.clinic)
    counted = [one for one in begun if rules.is_counted(found.get(one.plan_id, []))]
    ids = [one.plan_id for one in counted]
    view.seen.update(ids)
    said = await (contacts.last_words_reviewed if of.clinic else contacts.last_words)(view, ids)
    active = await active_among(view, ids, clinic=of.clinic)
    return Among(
        [
            Person(
                one.plan_id, found[one.plan_id], rules.wait(found[one.plan_id]), one.last_at,
                said.get(one.plan_id), one.plan_id in active,
            )
            for one in counted
        ],
        since, view.now, full=len(begun) == MOST_PLANS,
    )  # fmt: skip


def _first_month(now: datetime) -> date:
    """The first day of the first of these months, by the clinic's clock."""
    today = now.astimezone(clinic_zone())
    months = today.year * 12 + today.month - MONTHS
    return date(months // 12, months % 12 + 1, 1)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clinic_zone())

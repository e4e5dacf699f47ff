"""What is always true of duty and absence: who can be on duty, how a shift lies in the clinic's time, where nobody is. Pure."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise
from uuid import UUID
from zoneinfo import ZoneInfo

from careteam.access.roles import CARE_ROLES, Role

#: The roles one can be on duty in, as lists show them.
ON_CALL = tuple(role for role in Role if role in CARE_ROLES or role is Role.SUPERVISOR)
WEEK = timedelta(days=7)
#: The longest shift. What is longer is planned as several.
LONGEST = WEEK

#: The roles one is called in for.
CALLED_IN = tuple(role for role in ON_CALL if role in CARE_ROLES)
#: How far ahead a coordinator may sign, and how long before its end a word is to be signed anew.
AHEAD, SOON = timedelta(days=31), timedelta(days=7)

Span = tuple[datetime, datetime]


class AbsenceKind(StrEnum):
    """Whether somebody takes only what is urgent, or nothing."""

    BUSY = "busy"
    AWAY = "away"


def instant(wall: datetime, zone: ZoneInfo) -> datetime | None:
    """When a wall clock of the clinic shows this: the first time where it does so twice; None where it never does."""
    at = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    return at if on_the_wall(at, zone) == wall else None


def on_the_wall(at: datetime, zone: ZoneInfo) -> datetime:
    """What a wall clock of the clinic shows then, to the minute as it was typed."""
    return at.astimezone(zone).replace(tzinfo=None, fold=0)


def monday_of(day: date) -> date:
    """The first day of this day's week."""
    return day - timedelta(days=day.weekday())


def week_of(monday: date, zone: ZoneInfo) -> Span:
    """A week of the clinic: from the midnight it begins with until the midnight it ends with."""
    midnights = [datetime.combine(day, time(), zone).astimezone(UTC) for day in (monday, monday + WEEK)]
    return midnights[0], midnights[1]


def weeks_around(begins: datetime, ends: datetime, zone: ZoneInfo) -> list[date]:
    """The weeks in which a shift can begin that runs at some time between these two."""
    first = monday_of((begins - LONGEST).astimezone(zone).date())
    last = monday_of(ends.astimezone(zone).date())
    return [first + n * WEEK for n in range((last - first) // WEEK + 1)]


def overlap(one: Span, other: Span) -> bool:
    """Do they share a moment? A shift that begins when another ends shares none."""
    return one[0] < other[1] and other[0] < one[1]


def gaps(of: Span, held: Iterable[Span]) -> list[Span]:
    """When, within a time, nobody is on duty."""
    inside = sorted((max(begins, of[0]), min(ends, of[1])) for begins, ends in held if overlap((begins, ends), of))
    edges = [(of[0], of[0]), *inside, (of[1], of[1])]
    return [(left[1], right[0]) for left, right in pairwise(edges) if left[1] < right[0]]


def latest(ends: Iterable[tuple[UUID, datetime]]) -> dict[UUID, datetime]:
    """When the last of it ends, of each person."""
    found: dict[UUID, datetime] = {}
    for person_id, end in ends:
        found[person_id] = max(end, found.get(person_id, end))
    return found


def signable(ends: datetime, now: datetime) -> datetime:
    """Until when one may sign ahead what ends then; words are signed to the millisecond."""
    last = min(ends, now + AHEAD)
    return last.replace(microsecond=last.microsecond // 1000 * 1000)

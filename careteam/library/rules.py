"""What is always true of exercises: when one is to be done, and what can be said of one that was. Pure."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

#: An exercise is given at most this far ahead, and comes round at least this often.
FURTHEST = timedelta(days=366)
SELDOM_DAYS = 28
#: What lasted longer was not done but left open.
LONGEST_SECONDS = 2 * 60 * 60
_END_OF_DAY = time(23, 59)


class Helped(StrEnum):
    """What somebody says of an exercise they did, in one word, if they want to."""

    HELPED = "helped"
    DID_NOT_HELP = "did-not-help"


@dataclass(frozen=True)
class Turn:
    """The first time an exercise is to be done: from when, until when; and when the last of its turns can begin."""

    not_before: datetime
    due_at: datetime
    repeat_until: datetime | None


def possible(first: date, until: date | None, today: date) -> bool:
    """Whether an exercise can be given for these days: from today on, and not for years."""
    last = until or first
    return today <= first <= last <= today + FURTHEST


def first_turn(first: date, every_days: int | None, until: date | None, zone: tzinfo) -> Turn:
    """The first turn, by the clinic's wall clock: what comes round has as long as until the next begins.

    What is done once has until the last day.
    """
    last = (until or first) if every_days is None else first + timedelta(days=every_days - 1)
    begins = datetime.combine(first, time(), zone).astimezone(UTC)
    ends = until and every_days is not None and datetime.combine(until, _END_OF_DAY, zone).astimezone(UTC)
    return Turn(begins, datetime.combine(last, _END_OF_DAY, zone).astimezone(UTC), ends or None)


def counts_for(at: datetime, *, not_before: datetime | None, given_at: datetime) -> bool:
    """Whether what was done then does what was asked for: not what was done before its turn had come."""
    return at >= (not_before or given_at)

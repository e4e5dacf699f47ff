"""What is always true of asking for measures: when one is due, until when it can be answered, when it is late. Pure."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum


class ScheduleStatus(StrEnum):
    """Whether a measure is asked for (FHIR ServiceRequest.status, as far as used here)."""

    ACTIVE = "active"
    ON_HOLD = "on-hold"
    COMPLETED = "completed"


class ResultKind(StrEnum):
    """Whether what was asked for was answered."""

    ANSWERED = "answered"
    MISSED = "missed"


#: The minute of the day at which something becomes due for a patient who has chosen none.
MORNING = 9 * 60
#: So long before it is due it can be answered; of what comes often, half of the time in between.
EARLY = timedelta(days=2)
#: So long after it was due the team is shown that it is late.
GRACE = timedelta(days=2)
#: How seldom one can be asked.
SELDOM_DAYS = 366


@dataclass(frozen=True)
class Occurrence:
    """One time a measure is asked for."""

    due_on: date
    due_at: datetime
    #: From when on it is answered too late for this time; without one, never.
    lapses_at: datetime | None


def occurrence(due_on: date, every_days: int | None, minute: int | None, zone: tzinfo) -> Occurrence:
    """The time that falls due on this day, at the minute the patient chose by the clinic's wall clock."""
    lapses = None if every_days is None else _at(due_on + timedelta(days=every_days), minute, zone)
    return Occurrence(due_on, _at(due_on, minute, zone), lapses)


def lapses_at(asked: Occurrence, within: timedelta | None, now: datetime) -> datetime | None:
    """From when on it is too late, where it is to be answered `within` a time; whoever is asked late has that long too."""
    if within is None:
        return asked.lapses_at
    ends = max(asked.due_at, now) + within
    return ends if asked.lapses_at is None else min(ends, asked.lapses_at)


def _at(day: date, minute: int | None, zone: tzinfo) -> datetime:
    chosen = MORNING if minute is None else minute
    return datetime.combine(day, time(chosen // 60, chosen % 60), zone).astimezone(UTC)


def opens_at(due_at: datetime, every_days: int | None, within: timedelta | None) -> datetime:
    """From when on an answer counts for what is due then."""
    early = EARLY if within is None else min(EARLY, within)
    return due_at - (early if every_days is None else min(early, timedelta(days=every_days) / 2))


def next_day(due_on: date, every_days: int | None, *, after: date, until: date | None) -> date | None:
    """The first day of the rhythm later than `after` and than the day that is over; None where nothing follows."""
    if every_days is None:
        return None
    turns = max(1, (after - due_on).days // every_days + 1)
    day = due_on + timedelta(days=turns * every_days)
    return day if until is None or day <= until else None


def is_overdue(waiting_since: datetime, now: datetime) -> bool:
    """Whether the team is to be shown that nobody has answered."""
    return now - waiting_since >= GRACE


def minute_of(text: str | None) -> int | None:
    """The minute of the day that was written, as 07:30."""
    return None if text is None else int(text[:2]) * 60 + int(text[3:])


def typed(minute: int | None) -> str | None:
    """A minute of the day as people write it, as 07:30."""
    return None if minute is None else f"{minute // 60:02}:{minute % 60:02}"

"""Times of a record as spans, the way CQL makes intervals of them.

A date stands for the whole day, a month for the whole month. Where a measure speaks of days, a day is the one that the
record names, in its own zone; instants compare as instants, and one without a zone is read as UTC.
"""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, NamedTuple

from careteam.fhir.datatypes import Json, Object, an_object, moment, text

EVER: Final = datetime.min.replace(tzinfo=UTC)
ALWAYS: Final = datetime.max.replace(tzinfo=UTC)

#: UCUM units of an age, in months or in days.
_MONTHS: Final = {"a": 12, "mo": 1}
_DAYS: Final = {"wk": 7, "d": 1}


class Days(NamedTuple):
    """From a day to a day, both included."""

    first: date
    last: date


class Span(NamedTuple):
    """From an instant to an instant, both included."""

    start: datetime
    end: datetime

    def overlaps(self, other: "Span") -> bool:
        """Whether they have an instant in common."""
        return self.start <= other.end and other.start <= self.end

    def touches(self, days: Days) -> bool:
        """Whether any of its days is one of these."""
        return self.start.date() <= days.last and days.first <= self.end.date()

    def lies_in(self, days: Days) -> bool:
        """Whether all of its days are among these."""
        return days.first <= self.start.date() and self.end.date() <= days.last


def point(value: Json) -> Span | None:
    """A date, dateTime or instant."""
    found, said = moment(value), text(value).strip()
    if found is None:
        return None
    if "T" in said:
        return Span(found.at, found.at)
    first = found.day.replace(day=1) if len(said) < len("2024-02-25") else found.day
    if len(said) == len("2024"):
        first = first.replace(month=1)
    return Span(datetime.combine(first, time(), UTC), found.at)


def period(value: Json) -> Span | None:
    """A Period; without an end it goes on, without a start it says nothing."""
    given = an_object(value)
    start = point(given.get("start"))
    if start is None:
        return None
    end = point(given["end"]) if given.get("end") else Span(ALWAYS, ALWAYS)
    return None if end is None else Span(start.start, end.end)


def choice(resource: Object, name: str, born: date | None = None) -> Span | None:
    """The span of an element that FHIR lets be a dateTime, an instant, a Period, an Age or a Range of ages."""
    for kind in ("DateTime", "Instant"):
        if (found := point(resource.get(name + kind))) is not None:
            return found
    if (found := period(resource.get(f"{name}Period"))) is not None:
        return found
    given = an_object(resource.get(f"{name}Range"))
    age = resource.get(f"{name}Age")
    low, high = (age, age) if age else (given.get("low"), given.get("high"))
    return None if born is None else _at_age(born, low, high)


def _at_age(born: date, low: Json, high: Json) -> Span | None:
    """From the day somebody reached an age to the day before they were a year older than another."""
    first, last = _reached(born, low), _reached(born, high)
    if first is None or last is None:
        return None
    end = add_days(add_months(last, 12), -1)
    return Span(datetime.combine(first, time(), UTC), datetime.combine(end, time.max, UTC))


def _reached(born: date, age: Json) -> date | None:
    given = an_object(age)
    unit = text(given.get("code")) or text(given.get("unit"))
    try:
        number = int(text(given.get("value")))
        if unit in _MONTHS:
            return add_months(born, number * _MONTHS[unit])
        return add_days(born, number * _DAYS[unit]) if unit in _DAYS else None
    except ValueError:
        return None


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month where it is shorter. Time ends with year 9999."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        return date.max if months > 0 else date.min
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_days(day: date, days: int) -> date:
    """The day so many days later. Time ends with year 9999, and began with year 1."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def age_at(born: date, day: date) -> int:
    """Whole years on a day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def midnight(day: date) -> datetime:
    """When a day of the measurement period begins."""
    return datetime.combine(day, time(), UTC)

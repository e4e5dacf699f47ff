"""When the clinic works, by its wall clock: whether it does at a moment, until when, and when it does again. Pure."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from careteam.coverage.rules import Span

#: How far ahead the next working day is looked for.
FAR = 366


@dataclass(frozen=True)
class Hours:
    """The same hours on each of these weekdays (Monday is 1), but not on the days that are closed."""

    weekdays: frozenset[int]
    #: Minutes after midnight.
    opens: int
    closes: int
    closed_days: frozenset[date]
    zone: ZoneInfo

    def of(self, day: date) -> Span | None:
        """From when until when the clinic works on a day; None where it does not."""
        if day.isoweekday() not in self.weekdays or day in self.closed_days:
            return None
        return _at(day, self.opens, self.zone), _at(day, self.closes, self.zone)

    def open_until(self, at: datetime) -> datetime | None:
        """Until when the clinic works that works then; None where it does not."""
        span = self.of(at.astimezone(self.zone).date())
        return span[1] if span and span[0] <= at < span[1] else None

    def opens_after(self, at: datetime) -> datetime | None:
        """When the clinic works next that does not work then; None where it does, or does not within a year."""
        if self.open_until(at) is not None:
            return None
        today = at.astimezone(self.zone).date()
        spans = (self.of(today + timedelta(days=n)) for n in range(FAR))
        return next((span[0] for span in spans if span and at < span[0]), None)

    def after(self, at: datetime, time: timedelta) -> datetime:
        """The moment at which the clinic has worked for so long since; where it does not within a year, so long after."""
        while time > timedelta():
            closes = self.open_until(at)
            if closes is None:
                opens = self.opens_after(at)
                if opens is None:
                    return at + time
                at, closes = opens, self.open_until(opens) or opens
            worked = min(time, closes - at)
            at, time = at + worked, time - worked
        return at


def _at(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    """When the wall clock shows so many minutes after midnight; where it skips them, as many after it skipped."""
    wall = datetime.combine(day, datetime.min.time()) + timedelta(minutes=minutes)
    return wall.replace(tzinfo=zone).astimezone(UTC)

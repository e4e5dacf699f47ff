"""What is always true of telling people: by which channel, when, and when not. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class Channel(StrEnum):
    """A way to somebody who is not looking."""

    PUSH = "push"
    MAIL = "mail"
    SMS = "sms"


class NoticeLevel(StrEnum):
    """How much it matters that they are told now."""

    ROUTINE = "routine"
    URGENT = "urgent"
    STAT = "stat"


class About(StrEnum):
    """What kind of thing there is; never what it says."""

    MESSAGE = "message"
    TASK = "task"
    MEASURE = "measure"
    ALARM = "alarm"
    REMINDER = "reminder"
    TEST = "test"


class Held(StrEnum):
    """Why a notice waits."""

    LOOKING = "looking"
    QUIET = "quiet"
    DIGEST = "digest"
    AWAY = "away"
    TOLD = "told"
    RETRY = "retry"


class Became(StrEnum):
    """What became of a notice."""

    SENT = "sent"
    #: Another letter of that moment says the same.
    BUNDLED = "bundled"
    #: Written to the log, because the clinic has connected no text message service.
    LOGGED = "logged"
    SEEN = "seen"
    #: An alarm has told them of the same.
    ALARMED = "alarmed"
    OFF = "off"
    #: They have no device, address or number for this channel.
    UNREACHABLE = "unreachable"
    #: The clinic has no server for this channel.
    UNSET = "unset"
    FAILED = "failed"


class Fate(StrEnum):
    """Whether somebody was told, as one asks for it."""

    TOLD = "told"
    WAITING = "waiting"
    NOT_TOLD = "not-told"


#: What of it means that something reached somebody's channel.
TOLD = (Became.SENT, Became.BUNDLED)

#: How long it may still be seen before somebody is told of what is routine.
DELAY = {Channel.PUSH: timedelta(seconds=30), Channel.MAIL: timedelta(minutes=10), Channel.SMS: timedelta(minutes=10)}
#: How long nobody is told again: on a device about the same thing, by letter and text message at all.
AGAIN = {Channel.PUSH: timedelta(minutes=15), Channel.MAIL: timedelta(hours=1), Channel.SMS: timedelta(hours=1)}
#: After so long it is looked again whether somebody is still looking.
LOOK = timedelta(minutes=1)
#: After so long the devices sound again for an alarm that nobody has acknowledged.
REPEAT = timedelta(minutes=2)
#: What could not be sent for so long is not sent.
PATIENCE = timedelta(days=1)
#: How long it is kept who was told, and who was not and why.
KEPT = timedelta(days=30)
#: Minutes of a day, and of a day and more than any clock is put back.
_MINUTE, _DAY, _DAY_AND_MORE = timedelta(minutes=1), 1440, 1440 + 180
_LONGEST_WAIT = timedelta(hours=1)


@dataclass(frozen=True)
class Quiet:
    """Hours in which somebody is not told of what is routine: minutes of the day on their wall clock, over midnight too."""

    begins: int
    ends: int

    def holds(self, at: datetime, zone: ZoneInfo) -> bool:
        """Whether the wall clock shows a quiet hour."""
        minute = minute_of(at, zone)
        if self.begins <= self.ends:
            return self.begins <= minute < self.ends
        return minute >= self.begins or minute < self.ends

    def until(self, at: datetime, zone: ZoneInfo) -> datetime | None:
        """The first moment that is not quiet any more; None where `at` is none of these hours."""
        if not self.holds(at, zone):
            return None
        return next(later for later in _minutes_after(at) if not self.holds(later, zone))


def minute_of(at: datetime, zone: ZoneInfo) -> int:
    """What the wall clock shows, in minutes since midnight."""
    wall = at.astimezone(zone)
    return wall.hour * 60 + wall.minute


def next_time(minute: int, after: datetime, zone: ZoneInfo) -> datetime:
    """When the wall clock reaches this minute of the day next; where it leaps over it, the moment after the leap."""
    shown = minute_of(after, zone)
    for later in _minutes_after(after):
        before, shown = shown, minute_of(later, zone)
        onward = (shown - before) % _DAY
        # A clock that is put back passes nothing.
        if onward < _DAY // 2 and 0 < (minute - before) % _DAY <= onward:
            return later
    raise AssertionError("a wall clock shows every minute within a day")


def _minutes_after(at: datetime) -> Iterator[datetime]:
    whole = at.replace(second=0, microsecond=0)
    return (whole + n * _MINUTE for n in range(1, _DAY_AND_MORE))


@dataclass(frozen=True)
class Wishes:
    """How somebody wants to be told."""

    routine: frozenset[Channel] = frozenset({Channel.PUSH, Channel.MAIL})
    urgent: frozenset[Channel] = frozenset({Channel.PUSH, Channel.MAIL})
    quiet: Quiet | None = None
    #: What is urgent comes in quiet hours too.
    urgent_in_quiet: bool = True
    #: The minute of the day at which one letter stands for all that is routine; without it, letters come as they fall.
    digest: int | None = None

    def by(self, level: NoticeLevel) -> frozenset[Channel]:
        """The channels chosen for what matters so much."""
        return self.routine if level is NoticeLevel.ROUTINE else self.urgent


@dataclass(frozen=True)
class Case:
    """All that decides whether somebody is told now."""

    channel: Channel
    about: About
    level: NoticeLevel
    created_at: datetime
    now: datetime
    wishes: Wishes
    zone: ZoneInfo
    #: They have seen it, it is no longer theirs, or they left.
    settled: bool = False
    #: An alarm has told them of the same.
    alarmed: bool = False
    looking: bool = False
    on_duty: bool = False
    away_until: datetime | None = None
    #: Until when it is too soon to tell them again.
    told_until: datetime | None = None


@dataclass(frozen=True)
class Tell:
    """They are told now."""


@dataclass(frozen=True)
class Wait:
    """It is looked again then."""

    until: datetime
    why: Held


@dataclass(frozen=True)
class Leave:
    """They need not be told."""

    outcome: Became


def decide(case: Case) -> Tell | Wait | Leave:
    """Whether somebody is told now, later or not at all."""
    if case.about is About.TEST:
        return Tell()
    if case.settled:
        return Leave(Became.SEEN)
    called = case.on_duty and case.level is not NoticeLevel.ROUTINE
    if case.channel not in case.wishes.by(case.level) and not (called and case.channel is not Channel.SMS):
        return Leave(Became.OFF)
    if case.alarmed:
        return Leave(Became.ALARMED)
    waits = [_quietly(case, called)] if case.level is not NoticeLevel.ROUTINE else _routinely(case)
    return next((wait for wait in waits if wait is not None and wait.until > case.now), Tell())


def _quietly(case: Case, called: bool) -> Wait | None:
    """What is urgent waits only for somebody who wants it so and is not on duty; stat waits for nobody."""
    if case.level is NoticeLevel.STAT or called or case.wishes.urgent_in_quiet or case.wishes.quiet is None:
        return None
    until = case.wishes.quiet.until(case.now, case.zone)
    return Wait(until, Held.QUIET) if until else None


def _routinely(case: Case) -> list[Wait | None]:
    quiet = case.wishes.quiet.until(case.now, case.zone) if case.wishes.quiet else None
    digest = None
    if case.channel is Channel.MAIL and case.wishes.digest is not None:
        digest = next_time(case.wishes.digest, case.created_at, case.zone)
    return [
        Wait(case.away_until, Held.AWAY) if case.away_until else None,
        Wait(case.now + LOOK, Held.LOOKING) if case.looking else None,
        Wait(quiet, Held.QUIET) if quiet else None,
        Wait(digest, Held.DIGEST) if digest else None,
        Wait(case.told_until, Held.TOLD) if case.told_until else None,
    ]


def wait(attempts: int) -> timedelta:
    """How long until the next try after so many: doubling up to an hour."""
    return min(_LONGEST_WAIT, timedelta(seconds=2 ** min(attempts, 12)))


def typed(minute: int | None) -> str | None:
    """A minute of the day as people write it, as 07:30."""
    return None if minute is None else f"{minute // 60:02}:{minute % 60:02}"


def minute(text: str | None) -> int | None:
    """The minute of the day that was written, as 07:30."""
    return None if text is None else int(text[:2]) * 60 + int(text[3:])

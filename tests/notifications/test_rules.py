"""When somebody is told and when not: quiet hours on their own wall clock, whatever the clock does."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careteam.notifications import push
from careteam.notifications.rules import (
    LOOK,
    About,
    Became,
    Case,
    Channel,
    Held,
    Leave,
    NoticeLevel,
    Quiet,
    Tell,
    Wait,
    Wishes,
    decide,
    minute,
    minute_of,
    next_time,
    typed,
    wait,
)

MINUTE = timedelta(minutes=1)
NEW_YORK, LONDON, LORD_HOWE, UTC_ZONE = map(
    ZoneInfo, ("America/New_York", "Europe/London", "Australia/Lord_Howe", "UTC")
)
ZONES = st.sampled_from([NEW_YORK, LONDON, LORD_HOWE, UTC_ZONE])
MINUTES = st.integers(0, 1439)


def moments(begins: datetime, days: int) -> st.SearchStrategy[datetime]:
    return st.integers(0, days * 86_400).map(lambda seconds: begins + timedelta(seconds=seconds))


#: Around the days on which clocks change, and any other.
MOMENTS = st.one_of(
    moments(datetime(2026, 3, 7, tzinfo=UTC), 30),
    moments(datetime(2026, 10, 3, tzinfo=UTC), 30),
    moments(datetime(2026, 1, 1, tzinfo=UTC), 730),
)
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
NIGHT = Quiet(21 * 60, 7 * 60)


@given(begins=MINUTES, ends=MINUTES, at=MOMENTS, zone=ZONES)
def test_quiet_hours_end_at_the_first_moment_that_is_not_quiet(
    begins: int, ends: int, at: datetime, zone: ZoneInfo
) -> None:
    quiet = Quiet(begins, ends)
    until = quiet.until(at, zone)
    assert (until is not None) == quiet.holds(at, zone)
    if until is not None:
        assert at < until <= at + timedelta(hours=26)
        assert not quiet.holds(until, zone)
        assert quiet.holds(until - MINUTE, zone)


@given(at=MOMENTS, wanted=MINUTES, zone=ZONES)
def test_the_hour_of_the_digest_comes_once_within_a_day_and_its_change(
    at: datetime, wanted: int, zone: ZoneInfo
) -> None:
    due = next_time(wanted, at, zone)
    assert at < due <= at + timedelta(hours=26)
    shown, before = minute_of(due, zone), minute_of(due - MINUTE, zone)
    leapt = (shown - before) % 1440
    assert 0 < (wanted - before) % 1440 <= leapt < 720


def test_a_wall_clock_that_leaps_over_the_end_of_quiet_hours_ends_them() -> None:
    # In New York the clock goes from 2:00 to 3:00 on 8 March 2026, which is 7:00 UTC.
    at = datetime(2026, 3, 8, 5, tzinfo=UTC)
    assert Quiet(21 * 60, 2 * 60 + 30).until(at, NEW_YORK) == datetime(2026, 3, 8, 7, tzinfo=UTC)
    assert next_time(2 * 60 + 30, at, NEW_YORK) == datetime(2026, 3, 8, 7, tzinfo=UTC)


def case(**said: object) -> Case:
    told = Case(
        channel=Channel.PUSH, about=About.MESSAGE, level=NoticeLevel.ROUTINE, created_at=NOON, now=NOON, wishes=Wishes(),
        zone=UTC_ZONE,
    )  # fmt: skip
    return replace(told, **said)  # type: ignore[arg-type]


AT_NIGHT = NOON + timedelta(hours=11)
QUIET = Wishes(quiet=NIGHT, urgent_in_quiet=False)
LATER = NOON + timedelta(hours=2)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (case(), Tell()),
        (case(settled=True), Leave(Became.SEEN)),
        (case(channel=Channel.SMS), Leave(Became.OFF)),
        (case(looking=True), Wait(NOON + LOOK, Held.LOOKING)),
        (case(away_until=LATER), Wait(LATER, Held.AWAY)),
        (case(told_until=LATER), Wait(LATER, Held.TOLD)),
        (case(told_until=NOON), Tell()),
        (case(channel=Channel.MAIL, wishes=Wishes(digest=14 * 60)), Wait(LATER, Held.DIGEST)),
        (case(channel=Channel.MAIL, wishes=Wishes(digest=14 * 60), now=LATER), Tell()),
        (case(channel=Channel.PUSH, wishes=Wishes(digest=14 * 60)), Tell()),
        (case(wishes=QUIET, now=AT_NIGHT), Wait(NOON + timedelta(hours=19), Held.QUIET)),
        (case(wishes=QUIET, now=AT_NIGHT, level=NoticeLevel.URGENT), Wait(NOON + timedelta(hours=19), Held.QUIET)),
        (case(wishes=QUIET, now=AT_NIGHT, level=NoticeLevel.URGENT, on_duty=True), Tell()),
        (case(wishes=Wishes(quiet=NIGHT), now=AT_NIGHT, level=NoticeLevel.URGENT), Tell()),
        (case(wishes=QUIET, now=AT_NIGHT, level=NoticeLevel.STAT), Tell()),
        (case(level=NoticeLevel.URGENT, looking=True, away_until=LATER, told_until=LATER), Tell()),
        (case(level=NoticeLevel.STAT, settled=True), Leave(Became.SEEN)),
        (case(wishes=Wishes(urgent=frozenset()), level=NoticeLevel.URGENT), Leave(Became.OFF)),
        (case(wishes=Wishes(urgent=frozenset()), level=NoticeLevel.URGENT, on_duty=True), Tell()),
        (
            case(wishes=Wishes(urgent=frozenset()), level=NoticeLevel.STAT, on_duty=True, channel=Channel.SMS),
            Leave(Became.OFF),
        ),
        (case(wishes=Wishes(routine=frozenset()), on_duty=True), Leave(Became.OFF)),
        (case(about=About.TEST, wishes=QUIET, now=AT_NIGHT, settled=True), Tell()),
    ],
)
def test_who_is_told_now_later_or_not_at_all(told: Case, expected: object) -> None:
    assert decide(told) == expected


def test_tries_come_further_apart_up_to_an_hour() -> None:
    waits = [wait(n) for n in range(1, 30)]
    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (timedelta(seconds=2), timedelta(hours=1))


@given(at=MINUTES)
def test_a_time_is_written_as_it_is_read(at: int) -> None:
    assert minute(typed(at)) == at


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "::1",
        "fe80::1%eth0", "fd00::1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "ff02::1", "::",
    ],
)  # fmt: skip
def test_an_address_inside_somebodys_network_is_not_public(address: str) -> None:
    assert not push.is_public(address)


def test_addresses_of_the_internet_are_public() -> None:
    assert push.is_public("8.8.8.8")
    assert push.is_public("2606:4700::1111")

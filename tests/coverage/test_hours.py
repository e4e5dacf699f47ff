"""When the clinic works: by its wall clock, also where the clocks change, and not on days that are closed."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from careteam.coverage.hours import Hours

NEW_YORK = ZoneInfo("America/New_York")
NINE_TO_FIVE = Hours(frozenset(range(1, 6)), 9 * 60, 17 * 60, frozenset({date(2026, 11, 26)}), NEW_YORK)


def at(day: int, hour: int, minute: int = 0, *, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=NEW_YORK).astimezone(UTC)


def test_the_clinic_works_until_it_closes_and_then_again_on_its_next_working_day() -> None:
    friday_noon, friday_evening = at(20, 12), at(20, 17)
    assert NINE_TO_FIVE.open_until(friday_noon) == at(20, 17)
    assert NINE_TO_FIVE.opens_after(friday_noon) is None
    assert NINE_TO_FIVE.open_until(friday_evening) is None
    assert NINE_TO_FIVE.opens_after(friday_evening) == at(23, 9)
    assert NINE_TO_FIVE.opens_after(at(23, 3)) == at(23, 9)


def test_a_closed_day_is_passed_over() -> None:
    assert NINE_TO_FIVE.open_until(at(26, 12)) is None
    assert NINE_TO_FIVE.opens_after(at(25, 18)) == at(27, 9)


def test_it_opens_by_the_wall_clock_whatever_the_clocks_did_that_night() -> None:
    before = at(31, 20, month=10)  # they go back on November 1st, a Sunday
    every_day = Hours(frozenset(range(1, 8)), 9 * 60, 17 * 60, frozenset(), NEW_YORK)
    assert every_day.opens_after(before) == datetime(2026, 11, 1, 14, tzinfo=UTC)


def test_where_nobody_works_within_a_year_nothing_is_promised() -> None:
    never = Hours(frozenset({1}), 0, 60, frozenset(date(2026, 1, 5) + timedelta(weeks=n) for n in range(120)), NEW_YORK)
    assert never.opens_after(at(20, 12)) is None


@given(
    weekdays=st.frozensets(st.integers(1, 7), min_size=1),
    edges=st.tuples(st.integers(0, 1439), st.integers(1, 1440)).filter(lambda e: e[0] < e[1]),
    minutes=st.integers(0, 2 * 366 * 1440),
)
def test_it_works_or_says_when_it_does_next(weekdays: frozenset[int], edges: tuple[int, int], minutes: int) -> None:
    when = at(1, 0, month=1) + timedelta(minutes=minutes)
    hours = Hours(weekdays, *edges, frozenset(), NEW_YORK)
    until, opens = hours.open_until(when), hours.opens_after(when)
    assert (until is None) != (opens is None)
    if until is not None:
        assert when < until
        assert hours.open_until(until) is None or edges == (0, 1440)
    if opens is not None:
        assert when < opens
        assert hours.open_until(opens) is not None

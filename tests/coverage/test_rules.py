"""How shifts lie in the clinic's time, over the change of the clocks too."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from careteam.coverage import rules

NEW_YORK = ZoneInfo("America/New_York")
MOMENTS = st.timedeltas(timedelta(), timedelta(days=365)).map(lambda after: datetime(2026, 1, 1, tzinfo=UTC) + after)
SPANS = st.tuples(MOMENTS, st.timedeltas(timedelta(minutes=1), rules.LONGEST)).map(
    lambda drawn: (drawn[0], sum_of(drawn))
)


def sum_of(drawn: tuple[datetime, timedelta]) -> datetime:
    return drawn[0] + drawn[1]


def night(begins: str, ends: str) -> timedelta:
    found = [rules.instant(datetime.fromisoformat(wall), NEW_YORK) for wall in (begins, ends)]
    assert None not in found
    begin, end = filter(None, found)
    return end - begin


def test_a_night_is_as_long_as_the_clocks_make_it() -> None:
    assert night("2026-11-28T20:00", "2026-11-29T08:00") == timedelta(hours=12)
    assert night("2026-10-31T20:00", "2026-11-01T08:00") == timedelta(hours=13)
    assert night("2026-03-07T20:00", "2026-03-08T08:00") == timedelta(hours=11)


def test_a_time_that_the_clocks_skip_is_none_and_of_one_they_show_twice_it_is_the_first() -> None:
    assert rules.instant(datetime.fromisoformat("2026-03-08T02:30"), NEW_YORK) is None
    assert rules.instant(datetime.fromisoformat("2026-11-01T01:30"), NEW_YORK) == datetime(
        2026, 11, 1, 5, 30, tzinfo=UTC
    )


def test_a_week_with_a_change_of_the_clocks_has_an_hour_more_or_less() -> None:
    begins, ends = rules.week_of(date(2026, 10, 26), NEW_YORK)
    assert ends - begins == timedelta(days=7, hours=1)
    begins, ends = rules.week_of(date(2026, 3, 2), NEW_YORK)
    assert ends - begins == timedelta(days=7, hours=-1)


@given(SPANS, SPANS)
def test_whatever_overlaps_a_shift_begins_in_one_of_the_weeks_that_are_looked_at(
    one: rules.Span, other: rules.Span
) -> None:
    week = rules.monday_of(rules.on_the_wall(other[0], NEW_YORK).date())
    assert not rules.overlap(one, other) or week in rules.weeks_around(*one, NEW_YORK)


@given(SPANS, st.lists(SPANS, max_size=6))
def test_at_each_moment_either_somebody_is_on_duty_or_it_is_a_gap(of: rules.Span, held: list[rules.Span]) -> None:
    disjoint: list[rules.Span] = []
    for span in held:
        if not any(rules.overlap(span, other) for other in disjoint):
            disjoint.append(span)
    found = rules.gaps(of, disjoint)
    for moment in {of[0], *(edge for span in (*disjoint, *found) for edge in span)}:
        if of[0] <= moment < of[1]:
            here = [span for span in (*disjoint, *found) if span[0] <= moment < span[1]]
            assert len(here) == 1

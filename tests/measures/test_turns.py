"""When what has to be answered the same day opens, and when it is too late for it."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from careteam.measures import rules

ZONE = ZoneInfo("America/New_York")
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@given(
    DAYS, st.none() | st.integers(1, 28), st.none() | st.integers(0, 1439), st.integers(1, 12),
    st.integers(0, 730).map(lambda days: datetime(2026, 1, 1, 13, tzinfo=UTC) + timedelta(days=days)),
)  # fmt: skip
def test_whoever_is_asked_has_the_whole_time_but_never_longer_than_until_the_next_is_due(
    day: date, every: int | None, minute: int | None, hours: int, now: datetime
) -> None:
    asked, within = rules.occurrence(day, every, minute, ZONE), timedelta(hours=hours)
    ends = rules.lapses_at(asked, within, now)
    assert ends is not None, "what has to be answered soon is missed, also if it is asked for once"
    assert ends == max(asked.due_at, now) + within or ends == asked.lapses_at
    assert asked.lapses_at is None or ends <= asked.lapses_at
    assert rules.lapses_at(asked, None, now) == asked.lapses_at
    opens = rules.opens_at(asked.due_at, every, within)
    assert asked.due_at - within <= opens < asked.due_at
    assert rules.opens_at(asked.due_at, every, None) <= opens

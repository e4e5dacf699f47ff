"""What outcomes say, against a plain computation; and how a course is put into a word."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from careteam.measures import outcomes as rules
from careteam.measures.outcomes import CountedAs, CourseWord, Point, Wait

BEGAN = datetime(2026, 1, 5, 9, tzinfo=UTC)
#: Days since the score before, and the score.
STEPS = st.lists(st.tuples(st.integers(1, 90), st.integers(0, 27)), min_size=0, max_size=12)
PHQ = rules.main_scale()


def course_of(first: int, steps: list[tuple[int, int]]) -> list[Point]:
    found = [Point(BEGAN, first)]
    for days, total in steps:
        found.append(Point(found[-1].at + timedelta(days=days), total))
    return found


@given(first=st.integers(10, 27), steps=STEPS)
@example(first=20, steps=[(28, 10)])  # exactly half is a response
@example(first=20, steps=[(42, 4)])  # the last day of the window is in it
@example(first=20, steps=[(43, 4)])  # and the next is not
@example(first=10, steps=[(365, 5)])  # 5 is no remission
def test_at_each_mark_one_counts_by_the_last_score_in_its_window(first: int, steps: list[tuple[int, int]]) -> None:
    course = course_of(first, steps)
    for mark in rules.definition().marks:
        totals = [point.total for point in course if abs((point.at - BEGAN).days - 7 * mark.weeks) <= mark.window_days]
        found = rules.at_mark(course, mark)
        if not totals:
            assert (found.counted_as, found.responded) == (CountedAs.NO_SCORE, False)
            continue
        now = totals[-1]
        assert found.responded == (2 * now <= first)
        assert found.counted_as is (
            CountedAs.REMISSION if now < 5 else CountedAs.RESPONSE if found.responded else CountedAs.NEITHER
        )


@given(first=st.integers(10, 27), steps=STEPS)
def test_one_waits_until_the_first_score_of_at_most_half(first: int, steps: list[tuple[int, int]]) -> None:
    course = course_of(first, steps)
    halved = [point.at for point in course if 2 * point.total <= first]
    expected = Wait((halved[0] if halved else course[-1].at) - BEGAN, responded=bool(halved))
    assert rules.wait(course) == expected


WAITS = st.lists(st.tuples(st.integers(0, 60), st.booleans()), max_size=30)


@given(WAITS)
@example([(10, True), (20, True)])
@example([(5, False), (5, True), (7, True), (9, False)])
def test_half_had_responded_when_the_share_that_had_not_fell_to_half(waits: list[tuple[int, bool]]) -> None:
    """Day by day, of those who were still followed then: what Kaplan and Meier computed."""
    share, found = 1.0, None
    for day in range(61):
        followed = sum(days >= day for days, _ in waits)
        responded = sum(days == day and did for days, did in waits)
        if responded:
            share *= 1 - responded / followed
            if share <= 0.5 + 1e-9:
                found = timedelta(days=day)
                break
    assert rules.median_wait([Wait(timedelta(days=days), did) for days, did in waits]) == found


@given(waits=WAITS.filter(bool))
def test_where_everybody_was_followed_to_the_end_it_is_the_plain_median(waits: list[tuple[int, bool]]) -> None:
    days = sorted(days for days, _ in waits)
    half = days[(len(days) + 1) // 2 - 1]
    assert rules.median_wait([Wait(timedelta(days=one), responded=True) for one in days]) == timedelta(days=half)


@dataclass(frozen=True)
class Said:
    """First score, the one before the last (none: there is no other), the last, and the word."""

    first: int
    before: int | None
    now: int
    word: CourseWord


def test_a_course_is_put_into_one_word() -> None:
    for said in (
        Said(18, None, 18, CourseWord.FIRST),
        Said(18, 18, 24, CourseWord.WORSE),  # 6 more than at first
        Said(18, 18, 23, CourseWord.NO_CHANGE if not rises_by(5) else CourseWord.WORSE),
        Said(18, 15, 13, CourseWord.NO_CHANGE),
        Said(18, 15, 12, CourseWord.IMPROVING),  # 6 less: more than the error of measurement
        Said(18, 12, 9, CourseWord.RESPONSE),
        Said(18, 9, 4, CourseWord.REMISSION),
    ):
        assert rules.course_word(said.first, said.before, said.now, instrument=PHQ) is said.word, said


def rises_by(points: int) -> bool:
    since = PHQ.scoring.rise_since_last
    return since is not None and points >= since.value


def test_nobody_is_said_not_to_improve_before_four_weeks_unless_it_is_worse() -> None:
    early, settled = BEGAN + timedelta(days=27), BEGAN + timedelta(days=28)
    assert not rules.not_improving(CourseWord.NO_CHANGE, BEGAN, 15, early)
    assert rules.not_improving(CourseWord.NO_CHANGE, BEGAN, 15, settled)
    assert not rules.not_improving(CourseWord.NO_CHANGE, BEGAN, 9, settled), "low from the beginning"
    assert rules.not_improving(CourseWord.WORSE, BEGAN, 9, early)
    assert not rules.not_improving(CourseWord.FIRST, BEGAN, 15, settled)


def test_every_number_of_outcomes_says_where_it_is_from() -> None:
    known = rules.definition()
    assert known.status == "draft"
    for one in (known.index_above, known.settled_days, known.quiet_days, *known.marks):
        assert one.cite
        assert one.cite.startswith("Product proposal") == (one.basis == "proposal")

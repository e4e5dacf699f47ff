"""When a trial counts, and how far an illness has gone: by the published tables, and never by a guess."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careteam.assessment.numbers import Numbers, numbers
from careteam.assessment.rules import (
    Adequacy,
    Adherence,
    Course,
    EpisodeSeverity,
    Shortfall,
    TrialOutcome,
    TrialRule,
    adequacy,
    has_failed,
    shortfalls,
    stage,
)

courses = st.builds(
    Course,
    days=st.none() | st.integers(0, 400),
    dose_adequate=st.none() | st.booleans(),
    adherence=st.sampled_from(Adherence),
    current_episode=st.booleans(),
)
trial_rules = st.builds(TrialRule, min_days=st.integers(1, 365), same_episode=st.booleans())
RANK = [Adequacy.NOT_ADEQUATE, Adequacy.UNKNOWN, Adequacy.ADEQUATE]


def judge(course: Course, rule: TrialRule) -> Adequacy:
    return adequacy(shortfalls(course, rule))


@given(courses, trial_rules)
def test_a_trial_is_adequate_exactly_when_nothing_is_lacking(course: Course, rule: TrialRule) -> None:
    everything = (
        course.days is not None
        and course.days >= rule.min_days
        and course.dose_adequate is True
        and course.adherence is Adherence.FULL
        and (course.current_episode or not rule.same_episode)
    )
    assert (judge(course, rule) is Adequacy.ADEQUATE) is everything
    assert has_failed(judge(course, rule), TrialOutcome.NONE) is everything


@given(courses, trial_rules, st.integers(0, 200))
def test_more_days_or_a_laxer_rule_never_make_a_trial_less(course: Course, rule: TrialRule, more: int) -> None:
    before = RANK.index(judge(course, rule))
    if course.days is not None:
        assert RANK.index(judge(replace(course, days=course.days + more), rule)) >= before
    laxer = TrialRule(min_days=max(1, rule.min_days - more), same_episode=False)
    assert RANK.index(judge(course, laxer)) >= before


@given(trial_rules)
def test_what_nobody_knows_is_never_taken_for_a_failure(rule: TrialRule) -> None:
    nothing = Course(days=None, dose_adequate=None, adherence=Adherence.UNKNOWN, current_episode=True)
    assert judge(nothing, rule) is Adequacy.UNKNOWN
    assert not has_failed(judge(nothing, rule), TrialOutcome.NONE)
    short = replace(nothing, days=rule.min_days - 1)
    assert judge(short, rule) is Adequacy.NOT_ADEQUATE
    assert Shortfall.TOO_SHORT in shortfalls(short, rule)


@given(
    st.integers(0, 600),
    st.sampled_from(EpisodeSeverity),
    st.integers(1, 30),
    st.booleans(),
    st.booleans(),
    st.integers(0, 9),
)
def test_a_stage_lies_between_3_and_15_and_more_of_anything_never_lowers_it(
    months: int, severity: EpisodeSeverity, failed: int, augmented: bool, ect: bool, more: int
) -> None:
    table = numbers().maudsley
    one = stage(table, months=months, severity=severity, failed=failed, augmented=augmented, ect=ect)
    assert one is not None
    assert 3 <= one.total <= 15
    assert one.band == ("mild" if one.total <= 6 else "moderate" if one.total <= 10 else "severe")
    worse = stage(table, months=months + more, severity=severity, failed=failed + more, augmented=True, ect=True)
    assert worse is not None
    assert worse.total >= one.total


@pytest.mark.parametrize(
    ("months", "severity", "failed", "total"),
    [
        # Each border of the published table: 12/13 and 24/25 months; 2/3, 4/5, 6/7 and 10/11 antidepressants.
        (12, EpisodeSeverity.SUBSYNDROMAL, 1, 3), (13, EpisodeSeverity.SUBSYNDROMAL, 2, 4), (24, EpisodeSeverity.MILD, 3, 6),
        (25, EpisodeSeverity.MILD, 4, 7), (25, EpisodeSeverity.MODERATE, 5, 9), (25, EpisodeSeverity.SEVERE, 6, 10),
        (25, EpisodeSeverity.SEVERE, 7, 11), (25, EpisodeSeverity.PSYCHOTIC, 10, 12), (25, EpisodeSeverity.PSYCHOTIC, 11, 13),
    ],
)  # fmt: skip
def test_the_points_change_where_the_table_says(
    months: int, severity: EpisodeSeverity, failed: int, total: int
) -> None:
    found = stage(numbers().maudsley, months=months, severity=severity, failed=failed, augmented=False, ect=False)
    assert found is not None
    assert found.total == total


def test_there_is_no_stage_before_an_antidepressant_has_failed() -> None:
    table = numbers().maudsley
    assert stage(table, months=30, severity=EpisodeSeverity.SEVERE, failed=0, augmented=True, ect=True) is None


def test_every_number_names_its_source_and_waits_for_a_sign_off() -> None:
    known = numbers()
    named = {
        known.maudsley.source, known.adequacy.min_days.source, known.adequacy.same_episode.source,
        known.adequacy.resistant_from.source, *(one.min_days.source for one in known.adequacy.published),
    }  # fmt: skip
    assert named == set(known.sources)
    assert known.status == "draft"
    broken = known.model_dump()
    broken["maudsley"]["bands"][1]["high"] = 9
    with pytest.raises(ValueError, match="from end to end"):
        Numbers.model_validate(broken)

"""What answers say: a missing item is never 0, and a change means what its source says."""

from collections.abc import Mapping
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careteam.measures.instruments import Instrument, collection, instrument
from careteam.measures.scoring import Course, NotAnAnswer, band_of, compare, deteriorated, score

SUMMED = [one for one in collection().instruments if one.scoring.rule == "sum"]


def known(id_: str) -> Instrument:
    found = instrument(id_)
    assert found is not None
    return found


PHQ9, GAD7, WHO5, CSSRS, BP = map(known, ("PHQ-9", "GAD-7", "WHO-5", "C-SSRS-screener", "BP"))
WISH, THOUGHTS, METHOD, INTENT, PLAN, EVER, LATELY = (item.id for item in CSSRS.items)


def all_of(one: Instrument, value: int) -> dict[str, int]:
    return {item.id: value for item in one.items if item.scored}


@st.composite
def answers(draw: st.DrawFn, among: list[Instrument]) -> tuple[Instrument, dict[str, int]]:
    """An instrument whose scored items are all answered."""
    one = draw(st.sampled_from(among))
    given_ = {}
    for item in one.items:
        low, high = (item.low.value if item.low else 0), (item.high.value if item.high else 0)
        values = [option.value for option in item.options] or list(range(low, high + 1))
        if item.scored:
            given_[item.id] = draw(st.sampled_from(values))
    return one, given_


@given(answers(SUMMED))
def test_a_total_is_the_sum_and_lies_in_one_band(drawn: tuple[Instrument, dict[str, int]]) -> None:
    one, answered = drawn
    found = score(one, answered)
    factor = one.scoring.factor.value if one.scoring.factor else 1
    assert found.total == factor * sum(answered.values())
    assert found.missing == ()
    around = [band.name for band in one.scoring.bands if band.low <= found.total <= band.high]
    assert around == ([found.band] if one.scoring.bands else [])


@given(answers(SUMMED), st.data())
def test_a_missing_item_leaves_the_total_empty(drawn: tuple[Instrument, dict[str, int]], data: st.DataObject) -> None:
    one, answered = drawn
    left_out = data.draw(st.sets(st.sampled_from(list(answered)), min_size=1))
    found = score(one, {id_: value for id_, value in answered.items() if id_ not in left_out})
    assert (found.total, found.band) == (None, None)
    assert set(found.missing) == left_out


@pytest.mark.parametrize(
    ("total", "band"),
    [
        *[(0, "none-minimal"), (4, "none-minimal"), (5, "mild"), (9, "mild"), (10, "moderate"), (14, "moderate")],
        *[(15, "moderately-severe"), (19, "moderately-severe"), (20, "severe"), (27, "severe")],
    ],
)
def test_the_bands_of_the_phq_9(total: int, band: str) -> None:
    assert band_of(PHQ9, total) == band


def test_the_difficulty_asked_beside_the_phq_9_is_not_scored() -> None:
    assert score(PHQ9, all_of(PHQ9, 1) | {"69722-7": 3}).total == 9


def test_thoughts_of_death_ask_for_somebody_to_look_whatever_else_is_missing() -> None:
    assert score(PHQ9, {"44260-8": 1}).risks == ("44260-8",)
    assert score(PHQ9, {"44260-8": 0}).risks == ()
    assert score(PHQ9, {"44250-9": 3}).risks == ()


def test_the_who_5_is_told_in_hundredths() -> None:
    assert (score(WHO5, all_of(WHO5, 5)).total, score(WHO5, all_of(WHO5, 0)).total) == (100, 0)
    twelve = dict(zip(all_of(WHO5, 0), (3, 3, 2, 2, 2), strict=True))
    assert (score(WHO5, twelve).total, score(WHO5, twelve).band) == (48, "poor")
    assert score(WHO5, twelve | {"who-5-5": 3}).band == "not-poor"


@pytest.mark.parametrize(
    ("baseline", "now", "course", "response", "remission", "important"),
    [
        (20, 15, Course.UNCHANGED, False, False, True),  # 5 points matter, but are within the error
        (20, 14, Course.IMPROVED, False, False, True),
        (20, 10, Course.IMPROVED, True, False, True),  # exactly one half
        (21, 11, Course.IMPROVED, False, False, True),  # just short of it
        (10, 5, Course.UNCHANGED, True, False, True),
        (10, 4, Course.IMPROVED, True, True, True),
        (10, 16, Course.WORSENED, False, False, True),
        (10, 14, Course.UNCHANGED, False, False, False),
        (0, 0, Course.UNCHANGED, None, True, False),  # nothing to halve
    ],
)
def test_what_a_change_of_the_phq_9_means(
    baseline: int, now: int, course: Course, response: bool | None, remission: bool, important: bool
) -> None:
    found = compare(PHQ9, baseline, now)
    assert (found.course, found.response, found.remission) == (course, response, remission)
    assert (found.important, found.points) == (important, now - baseline)


def test_more_is_better_for_well_being() -> None:
    assert compare(WHO5, 40, 52).course is Course.IMPROVED
    assert compare(WHO5, 52, 40).course is Course.WORSENED
    assert compare(WHO5, 40, 48).course is Course.UNCHANGED


def test_an_instrument_says_nothing_that_its_sources_do_not() -> None:
    found = compare(GAD7, 12, 8)
    assert (found.course, found.response, found.remission) == (Course.IMPROVED, None, None)
    assert deteriorated(GAD7, baseline=0, last=0, now=21) is None


@given(*[st.integers(0, 27)] * 3)
def test_deterioration_is_a_rise_of_six_from_the_baseline_or_five_since_the_last(
    baseline: int, last: int, now: int
) -> None:
    assert deteriorated(PHQ9, baseline=baseline, last=last, now=now) == (now - baseline >= 6 or now - last >= 5)


@pytest.mark.parametrize("wrong", [{"44250-9": 4}, {"44250-9": -1}, {"no-such-item": 0}])
def test_what_is_no_answer_is_refused_and_not_repeated(wrong: Mapping[str, int]) -> None:
    with pytest.raises(NotAnAnswer, match="PHQ-9 has no such answer") as refused:
        score(PHQ9, wrong)
    assert str(next(iter(wrong.values()))) not in str(refused.value).replace(next(iter(wrong)), "").replace("PHQ-9", "")


def test_blood_pressure_is_refused_where_it_cannot_be() -> None:
    found = score(BP, {"8480-6": 120, "8462-4": 80})
    assert (found.total, found.missing) == (None, ())
    for upper, lower in ((80, 80), (49, 40), (301, 100)):
        with pytest.raises(NotAnAnswer):
            score(BP, {"8480-6": upper, "8462-4": lower})


def triage(yes: set[str], no: set[str]) -> tuple[str | None, str | None]:
    found = score(CSSRS, dict.fromkeys(yes, 1) | dict.fromkeys(no, 0))
    assert found.total is None
    return found.at_least, found.band


def expected(yes: set[str]) -> str:
    if yes & {INTENT, PLAN, LATELY}:
        return "high"
    if yes & {METHOD, EVER}:
        return "moderate"
    return "low" if yes else "none"


def test_the_level_of_the_screener_for_every_set_of_answers() -> None:
    ids = [item.id for item in CSSRS.items]
    for given_ in product((0, 1), repeat=len(ids)):
        yes = {id_ for id_, value in zip(ids, given_, strict=True) if value}
        assert triage(yes, set(ids) - yes) == (expected(yes),) * 2


def test_the_screener_skips_what_a_no_makes_needless() -> None:
    assert triage(set(), {WISH, THOUGHTS, EVER}) == ("none", "none")
    assert triage({WISH}, {THOUGHTS, EVER}) == ("low", "low")


def test_a_level_that_a_missing_answer_could_raise_is_open_and_what_is_known_is_not_held_back() -> None:
    assert triage({WISH, THOUGHTS}, {EVER}) == ("low", None)
    assert triage({WISH, THOUGHTS, METHOD}, {EVER}) == ("moderate", None)
    assert triage({EVER}, {WISH, THOUGHTS}) == ("moderate", None)
    assert triage({INTENT}, set()) == ("high", "high")
    assert triage(set(), {WISH, THOUGHTS}) == ("none", None)

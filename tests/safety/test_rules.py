"""The rules of safety: each is data with a source and limits, finds what it says, and duplicates merge."""

import json
import re
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careteam.coverage.hours import Hours
from careteam.coverage.ladders import LADDERS, Subject
from careteam.measures import instruments, scoring
from careteam.measures.findings import Answered
from careteam.safety import rules
from careteam.safety.rules import DeviceFound, Found, ItemAnswered, LevelShown, ScoreRose, Tier

PROJECT = Path(__file__).parents[2]
SHARED = PROJECT.parent / "shared"
BOOK: dict[str, Any] = json.loads(files("careteam.safety").joinpath("rules.json").read_text())
NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
PHQ, SCREENER, PRESSURE, CHECK_IN = (
    instruments.instrument(name) for name in ("PHQ-9", "C-SSRS-screener", "BP", "check-in")
)
assert PHQ is not None
assert SCREENER is not None
assert PRESSURE is not None
assert CHECK_IN is not None
ITEMS = [item.id for item in PHQ.required]


def test_what_the_word_check_was_measured_to_find_is_told_with_its_rule() -> None:
    figures = json.loads((PROJECT / "web/src/features/safetyplan/figures.json").read_text())
    held_out, rule = figures["heldOut"], rules.told_by_device("message-words")
    assert rule is not None
    assert rule.recall is not None
    assert rule.version == figures["version"]
    assert rule.recall.found_percent == round(100 * held_out["found"] / held_out["danger"])
    assert rule.recall.false_percent == round(100 * held_out["alarms"] / held_out["calm"])
    assert rule.recall.on.startswith(f"{held_out['danger'] + held_out['calm']} sentences")


def answered(items: dict[str, int], total: int | None = None, *earlier: int) -> Answered:
    baseline, last = (earlier[0], earlier[-1]) if earlier else (None, None)
    return Answered(instrument=PHQ, items=items, total=total, baseline=baseline, last=last, goal_id=None)  # type: ignore[arg-type]


def found(one: Answered) -> list[str]:
    return [rule.id for rule in rules.found_in(one)]


def test_every_number_and_rule_names_a_source_that_is_there_and_says_what_it_cannot_do() -> None:
    sources = set(BOOK["sources"])
    for rule in BOOK["rules"]:
        numbers: list[str] = [part["source"] for part in rule["looks_at"].values() if isinstance(part, dict)]
        assert {rule["source"], *numbers} <= sources, rule["id"]
        assert len(rule["limits"]) > 40, rule["id"]
    assert BOOK["merge_minutes"]["source"] in sources
    assert all(one.source for one in LADDERS.values())
    assert (BOOK["status"], "clinical lead must sign off" in BOOK["sign_off"]) == ("draft", True)


def test_the_rules_look_at_what_the_reviewed_content_names() -> None:
    path = SHARED / "content" / "measures.json"
    if not path.is_file():
        pytest.skip(f"the content is not beside the project: {path}")
    given_ = {one["id"]: one for one in json.loads(path.read_text())["measures"]}
    levels = {name.split("/")[0] for name, _ in given_["C-SSRS-screener"]["triage"]} - {"none"}
    looked = [one.looks_at for one in rules.book().rules]
    of_phq = [one for one in looked if isinstance(one, ItemAnswered) and one.instrument == "PHQ-9"]
    assert {one.item for one in of_phq} == {given_["PHQ-9"]["item9"]}
    assert {one.level for one in looked if isinstance(one, LevelShown)} == levels
    top = max(value for _, _, value in given_["PHQ-9"]["options"])
    asked = [range(one.low.value, one.high.value + 1) for one in of_phq]
    assert sorted(value for span in asked for value in span) == list(range(1, top + 1)), "each answer above 0, once"
    assert {one.instrument for one in looked if not isinstance(one, DeviceFound)} <= {*given_, "check-in"}
    assert [one.instrument for one in looked if isinstance(one, ScoreRose)] == ["PHQ-9"]


def test_no_crisis_number_but_988_and_911_stands_anywhere() -> None:
    stale = re.compile(
        r"1?[-. ]?\(?800\)?[-. ]?(273[-. ]?8255|273[-. ]?TALK|784[-. ]?2433|SUICIDE)|\b741741\b", re.IGNORECASE
    )
    places = ("careteam", "web/src", "web/public", "docs", "README.md", "deploy")
    texts = [path for place in places for path in sorted((PROJECT / place).rglob("*"), key=str)] + [
        PROJECT / "README.md"
    ]
    kinds = {".py", ".ts", ".tsx", ".json", ".md", ".html", ".js", ".txt"}
    read = [path for path in texts if path.is_file() and path.suffix in kinds and "node_modules" not in path.parts]
    assert len(read) > 300
    assert [str(path) for path in read if stale.search(path.read_text(errors="ignore"))] == []
    assert stale.search("Call 1-800-273-8255"), "the numbers that 988 replaced"


@given(st.integers(0, 3), st.integers(0, 27), st.integers(0, 27), st.integers(0, 27))
def test_item_9_and_the_persons_own_scores_decide_and_nothing_else(
    last: int, now: int, first: int, before: int
) -> None:
    items = {ITEMS[8]: last}
    of_item = {0: [], 1: ["phq-9-item-9-some"], 2: ["phq-9-item-9-often"], 3: ["phq-9-item-9-often"]}[last]
    assert found(answered(items)) == of_item, "whatever is missing"
    rose = ["phq-9-rise"] if now - before >= 5 or now - first >= 6 else []
    assert sorted(found(answered(items, now, first, before))) == sorted(of_item + rose)
    assert found(answered({}, now)) == [], "a first score rises against nothing"


@given(st.dictionaries(st.sampled_from([item.id for item in SCREENER.items]), st.integers(0, 1)))
def test_a_screener_finds_one_level_the_highest_it_shows(items: dict[str, int]) -> None:
    if items.get("93269-9", 0) and not items.get("93267-3", 1):
        return  # it was never done, and yet lately
    one = Answered(instrument=SCREENER, items=items, total=None, baseline=None, last=None, goal_id=None)  # type: ignore[arg-type]
    told = found(one)
    high, moderate = ("93249-1", "93250-9", "93269-9"), ("93248-3", "93267-3")
    level = (
        ["c-ssrs-high"] if any(map(items.get, high))
        else ["c-ssrs-moderate"] if any(map(items.get, moderate))
        else ["c-ssrs-low"] if any(map(items.get, ("93246-7", "93247-5"))) else []
    )  # fmt: skip
    assert told == level


def reading(upper: int | None, lower: int | None, symptoms: int | None = None) -> Answered:
    """A blood pressure; None: left out."""
    typed = {"8480-6": upper, "8462-4": lower, "bp-symptoms": symptoms}
    items = {id_: value for id_, value in typed.items() if value is not None}
    return Answered(instrument=PRESSURE, items=items, total=None, baseline=None, last=None, goal_id=None)  # type: ignore[arg-type]


UPPER, LOWER = st.integers(170, 190), st.integers(100, 120)


@given(st.none() | UPPER, st.none() | LOWER, st.sampled_from([None, 0, 1]))
def test_a_reading_from_180_or_110_on_or_with_a_symptom_is_urgent_and_no_other(
    upper: int | None, lower: int | None, symptoms: int | None
) -> None:
    expected = [
        rule
        for rule, holds in (
            ("bp-upper", (upper or 0) >= 180), ("bp-lower", (lower or 0) >= 110), ("bp-symptoms", symptoms == 1),
        )
        if holds
    ]  # fmt: skip
    one = reading(upper, lower, symptoms)
    assert found(one) == expected
    assert {rule.tier for rule in rules.found_in(one)} <= {Tier.URGENT}
    scored = scoring.score(one.instrument, one.items)
    assert len(scored.risks) == len(expected), "help is shown with exactly what opens a case"
    assert (scored.total, scored.band, scored.at_least) == (None, None, None), "a reading has no score"


def test_the_borders_of_a_blood_pressure() -> None:
    assert found(reading(179, 109, 0)) == []
    assert found(reading(180, 109)) == ["bp-upper"]
    assert found(reading(179, 110)) == ["bp-lower"]
    assert found(reading(300, 299, 1)) == ["bp-upper", "bp-lower", "bp-symptoms"]


@given(
    st.fixed_dictionaries({}, optional={i.id: st.sampled_from([o.value for o in i.options]) for i in CHECK_IN.items})
)
def test_a_check_in_finds_that_somebody_wants_a_call_and_its_silence_that_nobody_answered(
    items: dict[str, int],
) -> None:
    one = Answered(instrument=CHECK_IN, items=items, total=None, baseline=None, last=None, goal_id=None)  # type: ignore[arg-type]
    assert found(one) == (["check-in-call"] if items.get("check-in-call") == 1 else [])
    silent = {
        name.id: [rule.id for rule in rules.found_missing(name.id)] for name in instruments.collection().instruments
    }
    assert {name for name, ids in silent.items() if ids} == {"check-in"}
    assert [rules.rule(id_).tier for id_ in silent["check-in"]] == [Tier.AT_RISK]  # type: ignore[union-attr]


@given(
    st.lists(st.tuples(st.sampled_from("ab"), st.none() | st.integers(1, 2), st.integers(0, 90))), st.sampled_from("ab")
)
def test_the_same_is_known_and_only_what_is_new_for_half_an_hour_is_told(past: list[Any], rule: str) -> None:
    known = [Found(name, None if n is None else UUID(int=n), NOW - timedelta(minutes=ago)) for name, n, ago in past]
    recent = [ago for name, _, ago in past if name == rule and ago < 30]
    for n in (None, 1, 9):
        fresh = Found(rule, None if n is None else UUID(int=n), NOW)
        assert rules.is_news(fresh, known) is not bool(recent)
        same = [ago for name, m, ago in past if (name, m) == (rule, n)]
        assert rules.is_known(fresh, known) is (bool(same) if n is not None else any(ago < 30 for ago in same))


def test_who_is_at_risk_climbs_while_the_clinic_works_and_who_is_in_danger_at_any_hour() -> None:
    ladders = {tier: LADDERS[Subject.CASE, level] for tier, level in rules.LEVELS.items()}
    assert [one.working_hours for one in ladders.values()] == [False, True]
    assert sum(step.minutes for step in ladders[Tier.URGENT].steps[:-1]) <= 30, "the supervisor within half an hour"
    hours = Hours(frozenset(range(1, 6)), 9 * 60, 17 * 60, frozenset(), ZoneInfo("UTC"))
    friday = datetime(2026, 3, 6, 16, tzinfo=UTC)
    assert hours.after(friday, timedelta(hours=2)) == datetime(2026, 3, 9, 10, tzinfo=UTC)
    assert hours.after(friday, timedelta(minutes=30)) == friday + timedelta(minutes=30)
    never = Hours(frozenset(), 9 * 60, 17 * 60, frozenset(), ZoneInfo("UTC"))
    assert never.after(friday, timedelta(hours=2)) == friday + timedelta(hours=2)

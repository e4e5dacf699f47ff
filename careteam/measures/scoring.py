"""What answers say: totals, severity, and what a change of a score means. Pure; every number comes with the instrument."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from careteam.core.sourced import Number
from careteam.measures.instruments import Instrument, Item

#: What was answered, by the id of the item. What was not answered is not in it.
Answers: TypeAlias = Mapping[str, int]


class NotAnAnswer(ValueError):
    """An answer that the instrument does not know; its message names the item, never the value."""


class Course(StrEnum):
    """Whether a score changed by more than the error of measurement."""

    IMPROVED = "improved"
    UNCHANGED = "unchanged"
    WORSENED = "worsened"


@dataclass(frozen=True, slots=True)
class Score:
    """What one set of answers says."""

    #: Nothing while a scored item is missing, and where the instrument has no total.
    total: int | None
    #: The name of the total's band, or the level of a triage; nothing while what is missing could change it.
    band: str | None
    #: For a triage: what the answers that are there show by themselves. It never waits for those that are missing.
    at_least: str | None
    #: Items that should have been answered and were not, in the order they are asked.
    missing: tuple[str, ...]
    #: Items whose answer asks for somebody to look, whatever the total is.
    risks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What it means that a total changed from a baseline. Nothing where the instrument has no such rule."""

    #: Points; below 0 where the total fell.
    points: int
    course: Course | None
    important: bool | None
    response: bool | None
    remission: bool | None


def score(instrument: Instrument, answers: Answers) -> Score:
    """Score a set of answers. A missing item is never 0: it leaves the total empty.

    Raises:
        NotAnAnswer: an item is not of this instrument, or its answer is not one it has.
    """
    _check(instrument, answers)
    missing = tuple(item.id for item in instrument.required if item.id not in answers and _asked(item, answers))
    scoring = instrument.scoring
    risks = tuple(risk.item for risk in scoring.risk if risk.item in answers and answers[risk.item] > risk.above)
    total = None
    if scoring.rule == "sum" and not missing:
        factor = scoring.factor.value if scoring.factor else 1
        total = factor * sum(answers[item.id] for item in instrument.items if item.scored and item.id in answers)
    if scoring.rule == "triage":
        at_least, band = _triage(instrument, answers, missing)
        return Score(total, band, at_least, missing, risks)
    return Score(total, None if total is None else band_of(instrument, total), None, missing, risks)


def band_of(instrument: Instrument, total: int) -> str | None:
    """The name of the band that a total lies in."""
    return next((band.name for band in instrument.scoring.bands if band.low <= total <= band.high), None)


def compare(instrument: Instrument, baseline: int, now: int) -> Change:
    """What the change from a baseline to a total means: reliable, important, a response, a remission."""
    scoring = instrument.scoring
    points = now - baseline
    better = points if scoring.higher_is_better else -points
    course = None
    if limit := scoring.reliable_change:
        course = (
            Course.IMPROVED
            if better >= limit.value
            else Course.WORSENED
            if -better >= limit.value
            else Course.UNCHANGED
        )
    response = None
    if (percent := scoring.response_percent) and baseline > 0:
        response = better * 100 >= baseline * percent.value
    return Change(
        points,
        course,
        important=_reaches(abs(points), scoring.important_change),
        response=response,
        remission=None if scoring.remission_below is None else now < scoring.remission_below.value,
    )


def deteriorated(instrument: Instrument, *, baseline: int, last: int, now: int) -> bool | None:
    """Whether a total is so much worse than at the baseline or the last time that the plan should be looked at."""
    scoring = instrument.scoring
    worse = -1 if scoring.higher_is_better else 1
    found = (
        _reaches(worse * (now - baseline), scoring.rise_from_baseline),
        _reaches(worse * (now - last), scoring.rise_since_last),
    )
    return None if found == (None, None) else any(found)


def _check(instrument: Instrument, answers: Answers) -> None:
    for id_, value in answers.items():
        item = instrument.item(id_)
        if item is None or not item.allows(value):
            raise NotAnAnswer(f"{instrument.id} has no such answer to {id_}")
        if item.below is not None and value >= answers.get(item.below, value + 1):
            raise NotAnAnswer(f"{instrument.id}: {id_} must be below {item.below}")


def _asked(item: Item, answers: Answers) -> bool:
    return item.unless_no is None or answers.get(item.unless_no) != 0


def _triage(instrument: Instrument, answers: Answers, missing: tuple[str, ...]) -> tuple[str, str | None]:
    """The level that is shown, and the level that holds whatever the missing answers are."""
    levels = instrument.scoring.levels
    shown = max(
        place for place, level in enumerate(levels) if not level.any_of or any(answers.get(id_) for id_ in level.any_of)
    )
    open_ = any(id_ in missing for level in levels[shown + 1 :] for id_ in level.any_of)
    return levels[shown].name, None if open_ else levels[shown].name


def _reaches(points: int, limit: Number | None) -> bool | None:
    return None if limit is None else points >= limit.value

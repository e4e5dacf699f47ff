"""What became of those who began with a high score: response and remission by a mark, how soon, and who fell silent. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Literal

from careteam.core.sourced import Basis, Data
from careteam.measures import instruments, scoring
from careteam.measures.instruments import Instrument


class Cited(Data):
    """A number, where it comes from, and how sure that is."""

    value: int
    basis: Basis
    cite: str


class Mark(Data):
    """So many weeks after the first score; a score counts for it that is at most so many days away."""

    weeks: int
    window_days: int
    basis: Basis
    cite: str

    @property
    def opens(self) -> timedelta:
        """How long after the first score its window opens."""
        return timedelta(weeks=self.weeks, days=-self.window_days)

    @property
    def closes(self) -> timedelta:
        """How long after the first score its window closes."""
        return timedelta(weeks=self.weeks, days=self.window_days)


class Definition(Data):
    """By which numbers outcomes are counted. A draft until a clinical lead signs them off."""

    version: str
    status: Literal["draft", "active"]
    sign_off: str
    instrument: str
    #: Who is counted: those whose first score is above this.
    index_above: Cited
    marks: tuple[Mark, ...]
    #: So long after the first score it can be said that somebody is not improving.
    settled_days: Cited
    #: So long without a score and without a word somebody has dropped out.
    quiet_days: Cited


@cache
def definition() -> Definition:
    """The numbers that this project ships, read once."""
    return Definition.model_validate_json(files("careteam.measures").joinpath("outcomes.json").read_bytes())


@cache
def main_scale() -> Instrument:
    """The instrument that outcomes are counted by."""
    found = instruments.instrument(definition().instrument)
    assert found is not None
    return found


class CountedAs(StrEnum):
    """What somebody counts as at a mark. A remission without a response is a remission; without a score, neither."""

    REMISSION = "remission"
    RESPONSE = "response"
    NEITHER = "neither"
    NO_SCORE = "no-score"


@dataclass(frozen=True, slots=True)
class Point:
    """A score and when it was answered."""

    at: datetime
    total: int


@dataclass(frozen=True, slots=True)
class AtMark:
    """What somebody counts as at a mark, and whether by the change they responded (a remission may be one as well)."""

    counted_as: CountedAs
    responded: bool


@dataclass(frozen=True, slots=True)
class Wait:
    """How long somebody was followed from the first score: until they responded, or until their last score without that."""

    time: timedelta
    responded: bool


def is_counted(course: Sequence[Point]) -> bool:
    """Whether the first score is so high that there is something to respond to."""
    return bool(course) and course[0].total > definition().index_above.value


def is_due(start: datetime, mark: Mark, now: datetime) -> bool:
    """Whether the window of a mark has closed: before that nobody counts as without a score."""
    return start + mark.closes <= now


def at_mark(course: Sequence[Point], mark: Mark) -> AtMark:
    """What a course (the oldest first) counts as at a mark, by the last score within its window."""
    first = course[0]
    near = [point for point in course if mark.opens <= point.at - first.at <= mark.closes]
    if not near:
        return AtMark(CountedAs.NO_SCORE, responded=False)
    change = scoring.compare(main_scale(), first.total, near[-1].total)
    responded = bool(change.response)
    if change.remission:
        return AtMark(CountedAs.REMISSION, responded)
    return AtMark(CountedAs.RESPONSE if responded else CountedAs.NEITHER, responded)


def wait(course: Sequence[Point]) -> Wait:
    """How long it took to the first response, or how long there was none."""
    first = course[0]
    for point in course[1:]:
        if scoring.compare(main_scale(), first.total, point.total).response:
            return Wait(point.at - first.at, responded=True)
    return Wait(course[-1].at - first.at, responded=False)


def median_wait(waits: Iterable[Wait]) -> timedelta | None:
    """When half had responded (Kaplan and Meier 1958): who was followed for less counts for as long as they were followed.

    None where fewer than half have: then nobody knows yet.
    """
    left = sorted(waits, key=lambda one: (one.time, not one.responded))
    remaining, share = len(left), 1.0
    for one in left:
        if one.responded:
            share *= (remaining - 1) / remaining
            # Half as a person would say it: products of fractions miss it by the error of the machine.
            if share <= 0.5 + 1e-9:
                return one.time
        remaining -= 1
    return None


def fell_silent(last_sign: datetime, now: datetime) -> bool:
    """Whether nothing was heard of somebody, by a score or a word, for so long that they have dropped out."""
    return now - last_sign >= timedelta(days=definition().quiet_days.value)


class CourseWord(StrEnum):
    """How a course stands, by the instrument's own rules; the first that holds."""

    WORSE = "worse"
    REMISSION = "remission"
    RESPONSE = "response"
    IMPROVING = "improving"
    NO_CHANGE = "no-change"
    #: There is one score only.
    FIRST = "first"


def course_word(first: int, before: int | None, now: int, *, instrument: Instrument) -> CourseWord:
    """How it stands against the first score, and against the one `before`; None: there is no other than the first."""
    if before is None:
        return CourseWord.FIRST
    change = scoring.compare(instrument, first, now)
    worsened = change.course is scoring.Course.WORSENED
    if worsened or scoring.deteriorated(instrument, baseline=first, last=before, now=now):
        return CourseWord.WORSE
    if change.remission:
        return CourseWord.REMISSION
    if change.response:
        return CourseWord.RESPONSE
    return CourseWord.IMPROVING if change.course is scoring.Course.IMPROVED else CourseWord.NO_CHANGE


def not_improving(word: CourseWord, first_at: datetime, last: int, now: datetime) -> bool:
    """Whether it is worse, or still so high that one would count and no reliable change some weeks after the first score."""
    settled = now - first_at >= timedelta(days=definition().settled_days.value)
    high = last > definition().index_above.value
    return word is CourseWord.WORSE or (word is CourseWord.NO_CHANGE and high and settled)

"""The rules of safety as data, and which of them find something in an answer. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from careteam.core.sourced import Data, Number, Source
from careteam.coverage.ladders import Level
from careteam.measures import scoring
from careteam.measures.findings import Answered


class Tier(StrEnum):
    """How soon somebody is to have taken a case on: within minutes, or the same working day."""

    URGENT = "urgent"
    AT_RISK = "at-risk"


#: Which of the ladders a case of this tier climbs.
LEVELS = {Tier.URGENT: Level.URGENT, Tier.AT_RISK: Level.SAME_DAY}


class ItemAnswered(Data):
    """An item was answered from `low` to `high`, whatever the total is and whatever is missing."""

    kind: Literal["item"]
    instrument: str
    item: str
    low: Number
    high: Number


class LevelShown(Data):
    """The answers that are there show this level of a triage, and none above it."""

    kind: Literal["level"]
    instrument: str
    level: str


class ScoreRose(Data):
    """A score is so much worse than the person's own first or last one as the instrument says."""

    kind: Literal["rise"]
    instrument: str


class Missed(Data):
    """It was due, and nobody answered it in time."""

    kind: Literal["missed"]
    instrument: str


class DeviceFound(Data):
    """The author's own device found it, and tells nothing else."""

    kind: Literal["device"]


class Recall(Data):
    """How much of what it should find it found, and how often it erred, on which sentences or people."""

    found_percent: int
    false_percent: int
    on: str


class SafetyRule(Data):
    """One rule: what it looks at, how soon somebody has to see to what it finds, where it comes from, what it cannot do."""

    id: str
    version: int
    title: str
    tier: Tier
    source: str
    looks_at: Annotated[ItemAnswered | LevelShown | ScoreRose | Missed | DeviceFound, Field(discriminator="kind")]
    limits: str
    recall: Recall | None = None


class RuleBook(Data):
    """All rules of this project, with their sources. They are a draft until a clinical lead signs them off."""

    version: str
    status: Literal["draft", "active"]
    sign_off: str
    sources: dict[str, Source]
    #: So long what one rule finds again is told no more than once.
    merge_minutes: Number
    rules: tuple[SafetyRule, ...]


@cache
def book() -> RuleBook:
    """The rules that this project ships, read once."""
    return RuleBook.model_validate_json(files("careteam.safety").joinpath("rules.json").read_bytes())


def rule(id_: str) -> SafetyRule | None:
    """The rule of this id."""
    return next((one for one in book().rules if one.id == id_), None)


def told_by_device(id_: str) -> SafetyRule | None:
    """The rule of this id, if it is one that the author's device tells of."""
    found = rule(id_)
    return found if found is not None and isinstance(found.looks_at, DeviceFound) else None


def found_in(answered: Answered) -> tuple[SafetyRule, ...]:
    """The rules that find something in an answer; no missing item counts as an answer."""
    return tuple(one for one in book().rules if _finds(one, answered))


def found_missing(instrument: str) -> tuple[SafetyRule, ...]:
    """The rules that find something in it that this instrument was not answered."""
    return tuple(
        one for one in book().rules if isinstance(one.looks_at, Missed) and one.looks_at.instrument == instrument
    )


def _finds(one: SafetyRule, answered: Answered) -> bool:
    match one.looks_at:
        case DeviceFound() | Missed():
            return False
        case looks_at if looks_at.instrument != answered.instrument.id:
            return False
        case ItemAnswered(item=item, low=low, high=high):
            value = answered.items.get(item)
            return value is not None and low.value <= value <= high.value
        case LevelShown(level=level):
            return bool(answered.items) and scoring.score(answered.instrument, answered.items).at_least == level
        case ScoreRose():
            now, baseline, last = answered.total, answered.baseline, answered.last
            if now is None or baseline is None or last is None:
                return False
            return scoring.deteriorated(answered.instrument, baseline=baseline, last=last, now=now) is True


def worse(first: Tier, second: Tier) -> Tier:
    """The more pressing of two tiers."""
    return first if first is Tier.URGENT else second


@dataclass(frozen=True)
class Found:
    """What a rule found, in what and when: `source_id` is that of an answer or a message, if there is one."""

    rule: str
    source_id: UUID | None
    at: datetime


def is_known(finding: Found, known: Iterable[Found]) -> bool:
    """Whether it is the same once more: of the same source, or of none within the time in which duplicates merge."""
    alike = [one for one in known if one.rule == finding.rule and one.source_id == finding.source_id]
    return bool(alike) and (finding.source_id is not None or not is_news(finding, alike))


def is_news(finding: Found, known: Sequence[Found]) -> bool:
    """Whether people are told again: its rule found nothing in the time in which duplicates merge."""
    merge = timedelta(minutes=book().merge_minutes.value)
    return all(one.rule != finding.rule or finding.at - one.at >= merge for one in known)

"""Instruments: what is asked and how it is scored, as data of which every number names its source."""

from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from importlib.resources import files
from typing import Literal, Self, TypeAlias

from pydantic import Field, model_validator

from careteam.core.sourced import Data, Number, Source

Help: TypeAlias = Literal["lifeline", "emergency"]


class Licence(Data):
    """What the owners of the words ask for, to be shown with the instrument; nothing where the words are our own."""

    text_allowed: bool
    notice: str
    source: str


class Option(Data):
    """One answer. `also` are other codes that systems give for the same answer."""

    value: int
    #: The LOINC answer code.
    code: str | None = None
    text: str | None = None
    also: tuple[str, ...] = ()


class Item(Data):
    """One question. Its id is its LOINC code where LOINC has one; its text is there only if the licence allows."""

    id: str
    #: A few own words for charts and tables; never shown in place of the question.
    label: str
    text: str | None = None
    options: tuple[Option, ...] = ()
    low: Number | None = None
    high: Number | None = None
    #: What the two ends of a scale mean.
    ends: tuple[str, str] | None = None
    #: UCUM.
    unit: str | None = None
    optional: bool = False
    scored: bool = True
    #: Not asked where this item was answered with no.
    unless_no: str | None = None
    #: Its answer must be smaller than that of this item.
    below: str | None = None

    def allows(self, value: int) -> bool:
        """Whether this is an answer to the question."""
        if self.options:
            return any(option.value == value for option in self.options)
        return (self.low is None or value >= self.low.value) and (self.high is None or value <= self.high.value)


class Range(Data):
    """From a score to a score, both included."""

    low: int
    high: int
    source: str


class Band(Range):
    """A name for a range of totals."""

    name: str


class Level(Data):
    """A level of risk that a yes to any of these items shows."""

    name: str
    any_of: tuple[str, ...]
    source: str


class Risk(Data):
    """An item whose answer above this value asks for somebody to look, whatever the total is.

    `help` is what is shown to whoever answers so, in the same moment: the crisis lifeline, or the emergency number.
    """

    item: str
    above: int
    help: Help | None = None
    source: str


class Scoring(Data):
    """How answers become a score, and what a score or a change of it means.

    `sum`: the total is the sum of the scored items, times `factor`. `triage`: there is no total, but the highest of
    `levels` (from the lowest up) that an answer shows. `none`: each answer stands for itself.
    """

    rule: Literal["sum", "triage", "none"]
    factor: Number | None = None
    range: Range | None = None
    higher_is_better: bool = False
    bands: tuple[Band, ...] = ()
    levels: tuple[Level, ...] = ()
    risk: tuple[Risk, ...] = ()
    #: From this total on it is likely that the condition is there.
    caseness: Number | None = None
    #: Response: the total has fallen by at least this percentage of the baseline.
    response_percent: Number | None = None
    #: Remission: the total is below this.
    remission_below: Number | None = None
    #: A change of so many points matters to the person.
    important_change: Number | None = None
    #: A change of so many points is more than the error of measurement.
    reliable_change: Number | None = None
    #: Deterioration: a rise of so many points, from the baseline or since the last score.
    rise_from_baseline: Number | None = None
    rise_since_last: Number | None = None

    @property
    def compares(self) -> bool:
        """Whether a score is held against the person's own earlier ones."""
        return self.rise_from_baseline is not None or self.rise_since_last is not None


class Instrument(Data):
    """A scale as it is asked and scored in one version; answers are kept with the id and this version."""

    id: str
    version: str
    title: str
    #: The LOINC codes of the panel, of its total, and of its level of risk.
    loinc: str | None = None
    total_loinc: str | None = None
    level_loinc: str | None = None
    answered_by: Literal["patient", "clinician"]
    #: What stands before all its questions.
    stem: str | None = None
    licence: Licence
    items: tuple[Item, ...] = Field(min_length=1)
    #: Where the codes and words of the items were read.
    item_source: str
    #: The answers of every item that has none of its own.
    options: tuple[Option, ...] = ()
    scoring: Scoring
    #: So long after it was due an answer still counts, and so long before; without one, until the next is due.
    answer_within_hours: Number | None = None

    @property
    def answer_within(self) -> timedelta | None:
        """How long it may be answered around the moment it is due."""
        return timedelta(hours=self.answer_within_hours.value) if self.answer_within_hours else None

    @model_validator(mode="before")
    @classmethod
    def _give_options_to_items(cls, data: dict[str, object]) -> dict[str, object]:
        items, options = data.get("items"), data.get("options")
        if not isinstance(items, list) or not options:
            return data
        return data | {"items": [{"options": options} | item for item in items]}  # pyright: ignore[reportUnknownVariableType]

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        ids = [item.id for item in self.items]
        named = {name for item in self.items for name in (item.unless_no, item.below) if name}
        named |= {risk.item for risk in self.scoring.risk} | {
            one for level in self.scoring.levels for one in level.any_of
        }
        if len(set(ids)) != len(ids) or not named <= set(ids):
            raise ValueError(f"{self.id}: every item has an id of its own, and rules name items that are there")
        if not self.licence.text_allowed and any(item.text for item in self.items):
            raise ValueError(f"{self.id}: its licence does not allow its words")
        if any(not item.options and item.low is None for item in self.items):
            raise ValueError(f"{self.id}: every item says what can be answered")
        self._check_range()
        return self

    def _check_range(self) -> None:
        """The lowest and highest total are what the items add up to, and the bands lie in between, in order."""
        scoring = self.scoring
        if (scoring.rule == "sum") != (scoring.range is not None):
            raise ValueError(f"{self.id}: what is summed has a range")
        if scoring.range is None:
            return
        factor = scoring.factor.value if scoring.factor else 1
        ends = [_ends(item) for item in self.items if item.scored]
        reached = (sum(low for low, _ in ends) * factor, sum(high for _, high in ends) * factor)
        if reached != (scoring.range.low, scoring.range.high):
            raise ValueError(f"{self.id}: its items add up to {reached}")
        edges = [edge for band in scoring.bands for edge in (band.low, band.high)]
        if edges and (edges != sorted(edges) or (edges[0], edges[-1]) != reached):
            raise ValueError(f"{self.id}: its bands do not go from end to end")

    @property
    def required(self) -> tuple[Item, ...]:
        """The items without which it is not complete."""
        return tuple(item for item in self.items if not item.optional)

    def item(self, id_: str) -> Item | None:
        """The item of this id."""
        return next((item for item in self.items if item.id == id_), None)


def _ends(item: Item) -> tuple[int, int]:
    values = [option.value for option in item.options] or [end.value for end in (item.low, item.high) if end]
    return min(values), max(values)


class Collection(Data):
    """All instruments of this project, with their sources. They are a draft until a clinical lead signs them off."""

    version: str
    status: Literal["draft", "active"]
    sign_off: str
    sources: Mapping[str, Source]
    instruments: tuple[Instrument, ...]


@cache
def collection() -> Collection:
    """The instruments that this project ships, read once."""
    return Collection.model_validate_json(files("careteam.measures").joinpath("instruments.json").read_bytes())


def instrument(id_: str) -> Instrument | None:
    """The instrument of this id, such as `PHQ-9`."""
    return next((one for one in collection().instruments if one.id == id_), None)

"""The numbers by which an assessment is read, as data of which each names its source."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal, Self

from pydantic import model_validator

from careteam.core.sourced import Data, Number, Source


class Choice(Data):
    """A yes or no with the key of its source."""

    value: bool
    source: str


class Published(Data):
    """How long a trial lasts by one of the published models."""

    name: str
    min_days: Number


class TrialNumbers(Data):
    """From when on a trial counts unless the clinic says otherwise, and how many failed ones make it resistant."""

    min_days: Number
    same_episode: Choice
    published: tuple[Published, ...]
    resistant_from: Number


class Step(Data):
    """Points for a value from `low` to `high`, both included; None: however high."""

    low: int
    high: int | None
    points: int


class Ends(Data):
    """The lowest and the highest total."""

    low: int
    high: int


class Band(Ends):
    """A name for a range of totals."""

    name: str


class Maudsley(Data):
    """The Maudsley Staging Method: points per component, and the bands of their sum."""

    source: str
    range: Ends
    months: tuple[Step, ...]
    severity: Mapping[str, int]
    failed: tuple[Step, ...]
    augmentation: int
    ect: int
    bands: tuple[Band, ...]

    @model_validator(mode="after")
    def _whole(self) -> Self:
        """The components add up to the range, and the bands lie side by side in it."""
        low = self.months[0].points + min(self.severity.values()) + self.failed[0].points
        high = (
            self.months[-1].points + max(self.severity.values()) + self.failed[-1].points + self.augmentation + self.ect
        )
        edges = [
            self.range.low - 1,
            *(edge for band in self.bands for edge in (band.low - 1, band.high)),
            self.range.high,
        ]
        if (low, high) != (self.range.low, self.range.high) or edges[::2] != edges[1::2]:
            raise ValueError("the components and the bands of the stage go from end to end")
        return self


class Numbers(Data):
    """All numbers with their sources. They are a draft until a clinical lead signs them off."""

    version: str
    status: Literal["draft", "active"]
    sign_off: str
    sources: Mapping[str, Source]
    adequacy: TrialNumbers
    maudsley: Maudsley


@cache
def numbers() -> Numbers:
    """The numbers that this project ships, read once."""
    return Numbers.model_validate_json(files("careteam.assessment").joinpath("numbers.json").read_bytes())

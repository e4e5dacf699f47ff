"""The pieces of the library: texts and guided exercises as data, of which every claim names its source."""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Literal, Self

from pydantic import Field, model_validator

from careteam.core.paging import Shape

Line = Field(min_length=1, max_length=300)


class PieceKind(StrEnum):
    """How a piece is done: breathing with a pace, step by step, or step by step with a pen."""

    BREATHING = "breathing"
    STEPS = "steps"
    WRITING = "writing"


class PieceSource(Shape):
    """Where a claim comes from, and how far that was checked.

    `seen` quoted on a page, `knowledge` of the field that nobody looked up, or our own `proposal`.
    """

    basis: Literal["seen", "knowledge", "proposal"]
    cite: str = Field(min_length=1)


class Breath(Shape):
    """The pace of slow breathing: so many seconds in, so many out."""

    in_seconds: int = Field(ge=2, le=10)
    out_seconds: int = Field(ge=2, le=15)
    source: str


class PieceStep(Shape):
    """One thing to do, on a page of its own."""

    title: str = Line
    text: str = Line


class Piece(Shape):
    """A text or an exercise. Whoever was given one is told its version."""

    id: str = Field(pattern=r"^[a-z][a-z-]{1,38}$")
    version: str
    title: str = Line
    about: str = Line
    #: What it is for, as far as a source says so.
    why: str = Line
    #: When to stop, and what to ask the team before.
    care: str = Line
    minutes: int = Field(ge=1, le=30)
    kind: PieceKind
    breath: Breath | None = None
    steps: tuple[PieceStep, ...] = Field(min_length=1)
    #: Keys of the sources.
    sources: tuple[str, ...] = Field(min_length=1)
    #: It can be of use to anybody at any time; the others are done when the team gives them.
    for_anyone: bool

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.kind is PieceKind.BREATHING) != (self.breath is not None):
            raise ValueError(f"{self.id}: a pace belongs to breathing, and breathing needs one")
        return self


class Library(Shape):
    """All pieces, whence they are, and that they wait for a clinical lead."""

    version: str
    status: Literal["draft", "signed-off"]
    sign_off: str
    sources: dict[str, PieceSource]
    pieces: tuple[Piece, ...]

    @model_validator(mode="after")
    def _sourced(self) -> Self:
        if len({piece.id for piece in self.pieces}) != len(self.pieces):
            raise ValueError("each piece has an id of its own")
        for piece in self.pieces:
            cited = {*piece.sources, *([piece.breath.source] if piece.breath else [])}
            if not cited <= self.sources.keys():
                raise ValueError(f"{piece.id} cites a source that is not there")
        return self


@cache
def library() -> Library:
    """The library of this project."""
    return Library.model_validate_json(files("careteam.library").joinpath("pieces.json").read_bytes())


@cache
def by_id() -> Mapping[str, Piece]:
    """Its pieces by id."""
    return {piece.id: piece for piece in library().pieces}

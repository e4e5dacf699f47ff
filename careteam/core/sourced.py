"""Data of which each number names its source, so that whoever reads a result can ask where it comes from."""

from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

#: How far a source was checked.
Basis: TypeAlias = Literal["read", "seen", "knowledge", "proposal"]


class Data(BaseModel):
    """A part of a data file: nothing in it is left unread, and nothing changes it."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(Data):
    """Where a number comes from, and how far that was checked.

    `read` in the named file, `seen` quoted on the named page, `knowledge` of the field that nobody looked up, or our
    own `proposal`.
    """

    basis: Basis
    cite: str = Field(min_length=1)


class Number(Data):
    """A number with the key of its source."""

    value: int
    source: str

"""The reviewed table of codes that the measures ask for, with the source of each value set."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict, field_validator

from careteam.fhir.codes import known_system
from careteam.fhir.datatypes import Json, codings

System = Literal["SNOMED", "ICD10CM", "LOINC", "RXNORM", "CPT", "HCPCS"]


class ValueSet(BaseModel):
    """The codes of one value set by their system; without an oid these are codes that a measure names directly."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    oid: str | None = None
    version: str | None = None
    codes: Mapping[System, tuple[str, ...]]

    @field_validator("codes", mode="before")
    @classmethod
    def _split(cls, given: dict[str, list[str]]) -> dict[str, list[str]]:
        return {system: " ".join(lines).split() for system, lines in given.items()}


class Table(BaseModel):
    """All value sets, and how records spell the code systems."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str
    systems: Mapping[System, tuple[str, ...]]
    sets: Mapping[str, ValueSet]


@cache
def table() -> Table:
    """The table that this project ships, read once."""
    return Table.model_validate_json(files("careteam.fhir.quality").joinpath("valuesets.json").read_bytes())


@cache
def _spelled() -> Mapping[str, System]:
    return {known_system(spelling): system for system, spellings in table().systems.items() for spelling in spellings}


@cache
def _codes(name: str) -> frozenset[tuple[System, str]]:
    return frozenset((system, code) for system, codes in table().sets[name].codes.items() for code in codes)


def within(concept: Json, *names: str) -> bool:
    """Whether some coding of a CodeableConcept, or of a list of them, is in one of these value sets.

    A code counts only with its system: the same number means different things in two of them.
    """
    given = {(_spelled().get(known_system(coding.system)), coding.code) for coding in codings(concept)}
    return any(not given.isdisjoint(_codes(name)) for name in names)

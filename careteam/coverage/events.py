"""What can happen to duty and absence."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from careteam.audit.event import Event


@dataclass(frozen=True, kw_only=True)
class PersonAway(Event):
    """Somebody said that they are busy or away, until when, and who covers."""

    absence_id: UUID
    person_id: UUID
    cover_id: UUID | None
    kind: str
    until: datetime


@dataclass(frozen=True, kw_only=True)
class PersonBack(Event):
    """Somebody is available again before the time they had said, or somebody else covers."""

    absence_id: UUID
    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class ShiftPlanned(Event):
    """Somebody is to be on duty in a role."""

    shift_id: UUID
    person_id: UUID
    role: str


@dataclass(frozen=True, kw_only=True)
class ShiftChanged(Event):
    """A shift has other times, or is another person's."""

    shift_id: UUID
    person_id: UUID
    role: str


@dataclass(frozen=True, kw_only=True)
class ShiftCancelled(Event):
    """A shift was called off, or ended before its time."""

    shift_id: UUID
    person_id: UUID
    role: str


@dataclass(frozen=True, kw_only=True)
class StandingAssigned(Event):
    """A coordinator signed ahead that somebody belongs wherever they are called in."""

    assignment_id: UUID
    person_id: UUID
    replaced_ids: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class StandingEnded(Event):
    """What was signed ahead for somebody counts no longer: their duty or cover is shorter, or over."""

    assignment_id: UUID
    person_id: UUID

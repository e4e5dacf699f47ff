"""What can happen to duty, absence and alarms."""

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
class WorkingHoursSet(Event):
    """A coordinator said when the clinic works."""

    hours_id: UUID


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


@dataclass(frozen=True, kw_only=True)
class AlarmRaised(Event):
    """Something has to be taken on within minutes: a message, or a task. Whom it tells, its steps say."""

    alarm_id: UUID
    subject_id: UUID
    conversation_id: UUID | None
    subject_kind: str
    level: str


@dataclass(frozen=True, kw_only=True)
class AlarmStepped(Event):
    """An alarm told these people, or told the last step's again; `passed` are steps that reached nobody."""

    alarm_id: UUID
    told_ids: tuple[UUID, ...]
    conversation_id: UUID | None
    level: str
    step: int
    passed: tuple[int, ...]
    #: Somebody had acknowledged it, and no outcome followed in time.
    lapsed: bool


@dataclass(frozen=True, kw_only=True)
class AlarmAcknowledged(Event):
    """Somebody has an alarm in hand: it climbs no further while they see to it."""

    alarm_id: UUID
    conversation_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class AlarmClosed(Event):
    """Somebody recorded what came of an alarm."""

    alarm_id: UUID
    conversation_id: UUID | None
    outcome: str

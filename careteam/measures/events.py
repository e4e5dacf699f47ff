"""What can happen to measures. Each names the goal it is for, so that the trail can say why."""

from dataclasses import dataclass
from uuid import UUID

from careteam.audit.event import Event


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """Which schedule, and what it is for."""

    schedule_id: UUID
    goal_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class MeasureScheduled(_Asked, Event):
    """An instrument was put into the plan."""


@dataclass(frozen=True, kw_only=True)
class MeasureScheduleChanged(_Asked, Event):
    """Its rhythm, its end or its goal was changed; or it was paused, or taken up again."""


@dataclass(frozen=True, kw_only=True)
class MeasureScheduleEnded(_Asked, Event):
    """It is not asked for any more."""


@dataclass(frozen=True, kw_only=True)
class MeasureReminderSet(_Asked, Event):
    """The patient chose when to be reminded, or not to be."""


@dataclass(frozen=True, kw_only=True)
class MeasureDue(_Asked, Event):
    """It is due, at the time at which the patient wants to be reminded."""

    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class MeasureMissed(Event):
    """The time passed in which it could be answered."""

    result_id: UUID
    schedule_id: UUID
    goal_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class MeasureAnswered(Event):
    """Somebody answered an instrument, or wrote down for the patient what they answered."""

    result_id: UUID
    schedule_id: UUID | None
    goal_id: UUID | None
    on_behalf: bool


@dataclass(frozen=True, kw_only=True)
class MeasureLookedAt(Event):
    """Somebody of the team looked at an answer that asked for it."""

    result_id: UUID
    goal_id: UUID | None

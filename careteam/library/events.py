"""What can happen to exercises. That one was given is the event of its task."""

from dataclasses import dataclass
from uuid import UUID

from careteam.audit.event import Event


@dataclass(frozen=True, kw_only=True)
class PracticeRecorded(Event):
    """The patient did an exercise; for which task and goal, if it was asked for."""

    practice_id: UUID
    task_id: UUID | None
    goal_id: UUID | None

"""What can happen to a safety plan, and to what a patient decides about the word check."""

from dataclasses import dataclass
from uuid import UUID

from careteam.audit.event import Event


@dataclass(frozen=True, kw_only=True)
class SafetyPlanWritten(Event):
    """The patient or somebody who treats them wrote the next version of the safety plan; the earlier ones are kept."""

    version_id: UUID


@dataclass(frozen=True, kw_only=True)
class WordCheckDecided(Event):
    """The patient said whether their device may tell the team when the word check finds something in a message."""

    choice_id: UUID
    agreed: bool

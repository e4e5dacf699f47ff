"""What can happen to an integrity alert."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from careteam.audit.event import Event


@dataclass(frozen=True, kw_only=True)
class AlertTold(Event):
    """Somebody's client told the privacy officer that something is not as it was signed."""

    alert_id: UUID
    what: str
    conversation_id: UUID | None = None
    about_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class IntegrityAlerted(Event):
    """The same in the trail of the plan, where it was found in a conversation about it."""

    stream: ClassVar[str | None] = "plan/access"

    conversation_id: UUID
    alert_id: UUID
    what: str
    seq: int | None = None
    message_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class AlertTaken(Event):
    """A privacy officer looks into an alert."""

    alert_id: UUID
    handled_by: UUID


@dataclass(frozen=True, kw_only=True)
class AlertClosed(Event):
    """A privacy officer said what came of an alert."""

    alert_id: UUID
    outcome: str

"""What can happen in oversight itself."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from careteam.audit.event import Event


@dataclass(frozen=True, kw_only=True)
class TrailExported(Event):
    """Somebody took a copy of a plan's trail out of Careteam."""

    stream: ClassVar[str] = "plan/access"

    plan_id: UUID
    format: str


@dataclass(frozen=True, kw_only=True)
class PersonTrailExported(Event):
    """Somebody took a copy of a person's trail out of Careteam."""

    stream: ClassVar[str] = "organisation"

    person_id: UUID
    format: str

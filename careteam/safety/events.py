"""What can happen to cases. The patient reads none of it."""

from dataclasses import dataclass
from uuid import UUID

from careteam.audit.event import Event


@dataclass(frozen=True, kw_only=True)
class CaseOpened(Event):
    """A rule found something, and no case was open."""

    case_id: UUID
    evidence_ids: tuple[UUID, ...]
    goal_id: UUID | None
    tier: str


@dataclass(frozen=True, kw_only=True)
class EvidenceAdded(Event):
    """A rule found more while a case was open; `pages`: people were told again."""

    evidence_ids: tuple[UUID, ...]
    case_id: UUID
    goal_id: UUID | None
    tier: str
    pages: bool


@dataclass(frozen=True, kw_only=True)
class CaseAssessed(Event):
    """Somebody said what they found."""

    case_id: UUID


@dataclass(frozen=True, kw_only=True)
class CaseClosed(Event):
    """Somebody said what they did, and what came of it."""

    case_id: UUID
    outcome: str

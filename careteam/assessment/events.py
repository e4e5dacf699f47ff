"""What can happen to an assessment."""

from dataclasses import dataclass
from uuid import UUID

from careteam.audit.event import Event


@dataclass(frozen=True, kw_only=True)
class AssessmentFindingSet(Event):
    """Something was found, or a finding says something else from now on; the row before it ends."""

    row_id: UUID
    former_id: UUID | None
    finding_id: UUID
    kind: str


@dataclass(frozen=True, kw_only=True)
class AssessmentFindingEnded(Event):
    """A finding does not hold any more."""

    row_id: UUID
    former_id: UUID
    finding_id: UUID
    kind: str


@dataclass(frozen=True, kw_only=True)
class PlanReviewRecorded(Event):
    """A prescriber or a therapist says that both looked at the plan together."""

    review_id: UUID


@dataclass(frozen=True, kw_only=True)
class PlanReviewConfirmed(Event):
    """The other of the two says so too."""

    review_id: UUID

"""What is stored of danger: the cases of a plan, at most one of them open, and what they rest on. In `plan/team`."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from careteam.core.database import PlanBound, sealed, word
from careteam.coverage.ladders import AlarmOutcome
from careteam.safety.rules import Found, Tier

_OPEN = text("closed_at IS NULL")


class SafetyCase(PlanBound):
    """Somebody may be in danger: until a person has said what they found, and what came of it.

    Who has it in hand and until when, its alarm says.
    """

    __tablename__ = "safety_case"
    __table_args__ = (
        UniqueConstraint("plan_id", "id"),
        CheckConstraint("(assessed_at IS NULL) = (assessed_by IS NULL)", name="assessed_by_somebody"),
        CheckConstraint("(assessed_at IS NULL) = (assessment IS NULL)", name="assessed_in_words"),
        CheckConstraint("(closed_at IS NULL) = (closed_by IS NULL)", name="closed_by_somebody"),
        CheckConstraint("(closed_at IS NULL) = (outcome IS NULL)", name="closed_with_outcome"),
        # Nothing ends before somebody has looked at the newest of it.
        CheckConstraint("closed_at IS NULL OR assessed_at >= evidence_at", name="assessed_first"),
        Index("safety_case_once_idx", "plan_id", unique=True, postgresql_where=_OPEN),
        Index("safety_case_open_idx", "stream_id", postgresql_where=_OPEN),
        Index("safety_case_list_idx", "plan_id", "opened_at", "id"),
    )
    home: ClassVar[str] = "plan/team"

    tier: Mapped[Tier] = word(Tier)
    #: The rule that found the most pressing of it.
    rule: Mapped[str] = sealed()
    opened_at: Mapped[datetime]
    #: When the newest of what it rests on was found.
    evidence_at: Mapped[datetime]
    assessed_at: Mapped[datetime | None] = mapped_column(default=None)
    assessed_by: Mapped[UUID | None] = mapped_column(default=None)
    #: What they found.
    assessment: Mapped[str | None] = sealed()
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    closed_by: Mapped[UUID | None] = mapped_column(default=None)
    outcome: Mapped[AlarmOutcome | None] = word(AlarmOutcome, default=None)
    #: What they did.
    done: Mapped[str | None] = sealed()


class SafetyEvidence(PlanBound):
    """What a rule found that a case rests on."""

    __tablename__ = "safety_evidence"
    __table_args__ = (
        ForeignKeyConstraint(
            ["plan_id", "case_id"], ["care.safety_case.plan_id", "care.safety_case.id"], deferrable=True, initially="DEFERRED"
        ),
        Index("safety_evidence_case_idx", "case_id", "at", "id"),
    )  # fmt: skip
    home: ClassVar[str] = "plan/team"

    case_id: Mapped[UUID]
    rule: Mapped[str] = sealed()
    #: Of the rule; of a word list, the one that the device had.
    version: Mapped[int]
    #: The answer, or the message, also before it came.
    source_id: Mapped[UUID | None] = mapped_column(default=None)
    at: Mapped[datetime]

    @property
    def found(self) -> Found:
        """The same for the rules."""
        return Found(self.rule, self.source_id, self.at)

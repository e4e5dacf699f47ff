"""What is stored: every version of a safety plan, and what the patient decided about the word check. Both in `plan/record`."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from careteam.core.database import PlanBound, sealed


class SafetyPlanVersion(PlanBound):
    """What the safety plan said from some time on. The one with the highest number counts."""

    __tablename__ = "safety_plan_version"
    __table_args__ = (UniqueConstraint("plan_id", "version"), CheckConstraint("version > 0", name="numbered"))

    version: Mapped[int]
    #: As JSON: see `shapes.SafetyPlanContent`. Every version is kept here, so the trail need not repeat it.
    content: Mapped[str] = sealed(trail=False)
    #: The day on which patient and team want to read it together again.
    review_on: Mapped[date | None] = mapped_column(default=None)
    written_by: Mapped[UUID]
    written_at: Mapped[datetime]


class WordCheckChoice(PlanBound):
    """Whether the patient's device may tell the team of what the word check finds; no row: they were not asked yet."""

    __tablename__ = "word_check_choice"
    __table_args__ = (UniqueConstraint("plan_id"), CheckConstraint("wording > 0", name="numbered"))

    agreed: Mapped[bool]
    #: Which wording of the question they answered.
    wording: Mapped[int]
    decided_at: Mapped[datetime]

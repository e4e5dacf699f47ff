"""What is stored of an assessment: its findings, each with all it ever said, and who reviewed the plan together."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from careteam.access.roles import Role
from careteam.assessment.rules import FindingKind
from careteam.core.database import PlanBound, sealed, word


class AssessmentFinding(PlanBound):
    """What a finding said from one version of the plan to another, and why it said something else from then on.

    In `plan/record`, where each change is a version of the plan; in `plan/team` if it is for the staff alone, which
    raises no version: a patient learns nothing of it, not even that there is something.
    """

    __tablename__ = "assessment_finding"
    __table_args__ = (
        CheckConstraint("until_version IS NULL OR until_version >= since_version", name="forward"),
        CheckConstraint("body IS NOT NULL OR until_version = since_version", name="ended"),
        Index("assessment_finding_current_idx", "plan_id", postgresql_where=text("until_version IS NULL")),
        Index("assessment_finding_once_idx", "finding_id", unique=True, postgresql_where=text("until_version IS NULL")),
        Index("assessment_finding_versions_idx", "plan_id", "since_version"),
    )

    #: Which finding it is: the id of the first row about it.
    finding_id: Mapped[UUID]
    kind: Mapped[FindingKind] = word(FindingKind)
    #: What it says, as JSON (`bodies`); nothing where it ends.
    body: Mapped[str | None] = sealed()
    reason: Mapped[str] = sealed()
    author_id: Mapped[UUID]
    role: Mapped[Role] = word(Role)
    at: Mapped[datetime]
    #: From this version of the plan on, up to but without that one.
    since_version: Mapped[int]
    until_version: Mapped[int | None] = mapped_column(default=None)


class PlanReview(PlanBound):
    """That prescriber and therapist looked at a version of the plan together: one says so, the other confirms it."""

    __tablename__ = "plan_review"
    __table_args__ = (
        CheckConstraint("(confirmed_at IS NULL) = (confirmed_by IS NULL)", name="confirmed_by_somebody"),
        CheckConstraint("confirmed_by <> recorded_by", name="by_two"),
        Index("plan_review_waiting_idx", "plan_id", unique=True, postgresql_where=text("confirmed_at IS NULL")),
        Index("plan_review_newest_idx", "plan_id", "confirmed_at"),
    )

    version: Mapped[int]
    recorded_by: Mapped[UUID]
    role: Mapped[Role] = word(Role)
    recorded_at: Mapped[datetime]
    words: Mapped[str | None] = sealed()
    #: When they want to look again.
    next_on: Mapped[date | None] = mapped_column(default=None)
    confirmed_by: Mapped[UUID | None] = mapped_column(default=None)
    confirmed_at: Mapped[datetime | None] = mapped_column(default=None)

"""What is stored of a plan: patient, plan, versions, goals, items. Who is on the team: rows of `relation`."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from careteam.access.roles import PlanStatus, Role
from careteam.core.database import PlanBound, hidden, sealed, word


class Phase(StrEnum):
    """Where the treatment stands."""

    ASSESSMENT = "assessment"
    PREPARATION = "preparation"
    DOSING = "dosing"
    INTEGRATION = "integration"
    MAINTENANCE = "maintenance"


class GoalStatus(StrEnum):
    """Where a goal stands (FHIR Goal.lifecycleStatus, as far as used here)."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    ON_HOLD = "on-hold"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class Achievement(StrEnum):
    """How a goal is going (FHIR Goal.achievementStatus)."""

    IN_PROGRESS = "in-progress"
    IMPROVING = "improving"
    WORSENING = "worsening"
    NO_CHANGE = "no-change"
    ACHIEVED = "achieved"
    NOT_ACHIEVED = "not-achieved"


class ItemKind(StrEnum):
    """What sort of step a plan item is."""

    EXERCISE = "exercise"
    MEDICATION = "medication"
    SESSION = "session"
    MEASURE = "measure"
    EDUCATION = "education"
    CONTACT = "contact"
    OTHER = "other"


class ItemStatus(StrEnum):
    """Where a plan item stands."""

    PLANNED = "planned"
    ACTIVE = "active"
    DONE = "done"
    CANCELLED = "cancelled"


class Plan(PlanBound):
    """What is tried for one patient, and why. Its id is the plan id that everything else carries."""

    __tablename__ = "plan"
    __table_args__ = (CheckConstraint("id = plan_id", name="names_itself"), Index(None, "status"))

    title: Mapped[str] = sealed()
    summary: Mapped[str | None] = sealed()
    status: Mapped[PlanStatus] = word(PlanStatus)
    phase: Mapped[Phase] = word(Phase)
    version: Mapped[int] = mapped_column(default=1)
    opened_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class Patient(PlanBound):
    """The person a plan is for. A person with two plans has a row in each."""

    __tablename__ = "patient"
    __table_args__ = (Index(None, "person_id"), Index(None, "identifier_index"), UniqueConstraint("plan_id"))

    person_id: Mapped[UUID] = mapped_column(ForeignKey("care.person.id"))
    #: ISO 8601 date, as far as it is known (year, month, day).
    birth_date: Mapped[str | None] = sealed()
    pronouns: Mapped[str | None] = sealed()
    phone: Mapped[str | None] = sealed()
    identifier: Mapped[str | None] = sealed()
    identifier_index: Mapped[bytes | None] = hidden(LargeBinary, default=None)


class PlanVersion(PlanBound):
    """Who changed the plan, in which role, and why; and the plan as it was from then on."""

    __tablename__ = "plan_version"
    __table_args__ = (UniqueConstraint("plan_id", "version"),)

    version: Mapped[int]
    author_id: Mapped[UUID]
    role: Mapped[Role] = word(Role)
    reason: Mapped[str] = sealed()
    at: Mapped[datetime]
    title: Mapped[str] = sealed()
    summary: Mapped[str | None] = sealed()
    status: Mapped[PlanStatus] = word(PlanStatus)
    phase: Mapped[Phase] = word(Phase)


class Goal(PlanBound):
    """What the patient wants, in their words, and how one will know."""

    __tablename__ = "goal"
    __table_args__ = (UniqueConstraint("plan_id", "id"),)

    words: Mapped[str] = sealed()
    target: Mapped[str | None] = sealed()
    status: Mapped[GoalStatus] = word(GoalStatus)
    achievement: Mapped[Achievement] = word(Achievement, default=Achievement.IN_PROGRESS)
    due_on: Mapped[date | None] = mapped_column(default=None)
    proposed_by: Mapped[UUID | None] = mapped_column(default=None)
    position: Mapped[int] = mapped_column(default=0)


class PlanItem(PlanBound):
    """One step of the plan, in a phase, usually toward a goal."""

    __tablename__ = "plan_item"
    __table_args__ = (
        UniqueConstraint("plan_id", "id"),
        # At the commit: a row may point to one that the same change writes after it.
        ForeignKeyConstraint(
            ["plan_id", "goal_id"], ["care.goal.plan_id", "care.goal.id"], deferrable=True, initially="DEFERRED"
        ),
    )

    goal_id: Mapped[UUID | None] = mapped_column(default=None)
    phase: Mapped[Phase] = word(Phase)
    kind: Mapped[ItemKind] = word(ItemKind, default=ItemKind.OTHER)
    title: Mapped[str] = sealed()
    status: Mapped[ItemStatus] = word(ItemStatus, default=ItemStatus.PLANNED)
    owner_id: Mapped[UUID | None] = mapped_column(default=None)
    owner_role: Mapped[Role | None] = word(Role, default=None)
    position: Mapped[int] = mapped_column(default=0)


class PartKind(StrEnum):
    """What a plan consists of."""

    GOAL = "goal"
    STEP = "step"


class PlanPart(PlanBound):
    """What a goal or a step said from one version of the plan to another; the present one has no end."""

    __tablename__ = "plan_part"
    __table_args__ = (
        CheckConstraint("until_version IS NULL OR until_version > since_version", name="forward"),
        Index("plan_part_once_idx", "part_id", unique=True, postgresql_where=text("until_version IS NULL")),
        Index("plan_part_since_idx", "plan_id", "since_version"),
        Index("plan_part_until_idx", "plan_id", "until_version"),
    )

    #: The goal, or the step.
    part_id: Mapped[UUID]
    kind: Mapped[PartKind] = word(PartKind)
    #: What it says, as JSON (`said`). Every version is kept here, so the trail need not repeat it.
    body: Mapped[str] = sealed(trail=False)
    #: From this version of the plan on, up to but without that one.
    since_version: Mapped[int]
    until_version: Mapped[int | None] = mapped_column(default=None)


class Contact(PlanBound):
    """Somebody around the patient who is named in the plan and has no rights here: family, other professions."""

    __tablename__ = "contact"
    __table_args__ = (Index(None, "plan_id"),)

    name: Mapped[str] = sealed()
    #: What they are to the patient, in the words of whoever named them.
    role: Mapped[str | None] = sealed()
    phone: Mapped[str | None] = sealed()
    email: Mapped[str | None] = sealed()
    #: When their part ends or ended.
    until: Mapped[datetime | None] = mapped_column(default=None)


#: The content of a record that its source no longer has.
GONE = b"gone"


class SourceRecord(PlanBound):
    """Which row an imported record became; found again by a blind index of its source and identifier.

    One record may be known in several plans: a practitioner on two teams, an id that two sources use.
    """

    __tablename__ = "source_record"
    __table_args__ = (UniqueConstraint("plan_id", "source_index"), Index(None, "source_index"))

    source_index: Mapped[bytes] = hidden(LargeBinary)
    #: The record this one is a part of and goes with.
    part_of: Mapped[bytes | None] = hidden(LargeBinary, default=None)
    resource: Mapped[str]
    became: Mapped[UUID]
    #: Hash of what was taken, so that an unchanged record changes nothing; GONE once its source no longer has it.
    content: Mapped[bytes] = hidden(LargeBinary)

    @property
    def gone(self) -> bool:
        """Whether its source no longer has it."""
        return self.content == GONE

"""What is stored of duty and absence, rows of the organisation; and of alarms, rows of a plan."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Integer, LargeBinary, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column
from typing_extensions import override

from careteam.access.roles import Role
from careteam.core.database import Base, OrganisationBound, PlanBound, hidden, sealed, word
from careteam.coverage.ladders import LADDERS, AlarmOutcome, Ladder, Level, Subject
from careteam.coverage.rules import AbsenceKind, Span
from careteam.keys.rules import AttestedRole


class Absence(OrganisationBound):
    """Somebody is busy or away, until when, and who covers. Without one that lasts they are available."""

    __tablename__ = "absence"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("care.person.id"))
    kind: Mapped[AbsenceKind] = word(AbsenceKind)
    since: Mapped[datetime]
    until: Mapped[datetime]
    cover_id: Mapped[UUID | None] = mapped_column(ForeignKey("care.person.id"), default=None)
    #: Ended before its time, or another has taken its place.
    ended_at: Mapped[datetime | None] = mapped_column(default=None)

    def lasts(self, now: datetime) -> bool:
        """Whether it counts at `now`."""
        return self.ended_at is None and now < self.until

    @classmethod
    @override
    def more_table_args(cls) -> Sequence[Any]:
        lasting = text("ended_at IS NULL")
        return (
            CheckConstraint("until > since", name="window"),
            CheckConstraint("cover_id <> person_id", name="not_ones_own_cover"),
            CheckConstraint("cover_id IS NULL OR kind = 'away'", name="only_away_is_covered"),
            Index("absence_person_idx", "person_id", postgresql_where=lasting),
            Index("absence_cover_idx", "cover_id", postgresql_where=lasting),
        )


class Shift(OrganisationBound):
    """Somebody is on duty in a role, from when until when. Cancelled, never deleted."""

    __tablename__ = "shift"

    role: Mapped[Role] = word(Role)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("care.person.id"))
    begins_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    #: The Monday, in the clinic's time, of the week in which it begins.
    week: Mapped[date]
    cancelled_at: Mapped[datetime | None] = mapped_column(default=None)
    #: Why it was changed last, or cancelled.
    reason: Mapped[str | None] = sealed()

    def counts(self, now: datetime) -> bool:
        """Whether somebody holds it at `now`, or is to."""
        return self.cancelled_at is None and now < self.ends_at

    @property
    def span(self) -> Span:
        """From when until when."""
        return self.begins_at, self.ends_at

    @classmethod
    @override
    def more_table_args(cls) -> Sequence[Any]:
        return (
            CheckConstraint("ends_at > begins_at", name="window"),
            Index("shift_week_idx", "week", "role", postgresql_where=text("cancelled_at IS NULL")),
            Index("shift_ends_idx", "ends_at", postgresql_where=text("cancelled_at IS NULL")),
            Index("shift_person_idx", "person_id", postgresql_where=text("cancelled_at IS NULL")),
        )


class WorkingHours(OrganisationBound):
    """When the clinic works: one row, changed in place."""

    __tablename__ = "working_hours"

    #: Monday is 1.
    weekdays: Mapped[list[int]] = mapped_column(ARRAY(Integer))
    #: Minutes after midnight by the clinic's wall clock.
    opens: Mapped[int]
    closes: Mapped[int]
    #: Days on which nobody works though it is a weekday.
    closed_days: Mapped[list[date]] = mapped_column(ARRAY(Date))

    @classmethod
    @override
    def more_table_args(cls) -> Sequence[Any]:
        return (CheckConstraint("0 <= opens AND opens < closes AND closes <= 1440", name="window"),)


class StandingAssignment(OrganisationBound):
    """A coordinator's signed word that somebody on duty, or who covers, belongs wherever they are called in."""

    __tablename__ = "standing_assignment"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("care.person.id"))
    genesis: Mapped[bytes]
    role: Mapped[AttestedRole] = word(AttestedRole)
    cose: Mapped[bytes] = hidden(LargeBinary)
    not_after: Mapped[datetime]
    assigned_by: Mapped[UUID] = mapped_column(ForeignKey("care.person.id"))
    assigned_at: Mapped[datetime]
    #: Another has taken its place, or it would last longer than duty and cover do now.
    ended_at: Mapped[datetime | None] = mapped_column(default=None)

    @classmethod
    @override
    def more_table_args(cls) -> Sequence[Any]:
        once = text("ended_at IS NULL")
        return (Index("standing_assignment_once_idx", "person_id", unique=True, postgresql_where=once),)


class Alarm(PlanBound):
    """Something that somebody has to take on within minutes, and how far up its ladder it is.

    In `plan/record` if the patient may know of it, else in `plan/team`. Open until somebody records an outcome.
    """

    __tablename__ = "alarm"
    __table_args__ = (
        # Whatever is open has a time at which something happens: no alarm waits for ever.
        CheckConstraint("(closed_at IS NULL) = (due_at IS NOT NULL)", name="never_forgotten"),
        CheckConstraint("(closed_at IS NULL) = (outcome IS NULL)", name="closed_with_outcome"),
        CheckConstraint("(acknowledged_at IS NULL) = (acknowledged_by IS NULL)", name="acknowledged_by_somebody"),
        Index("alarm_due_idx", "due_at", postgresql_where=text("due_at IS NOT NULL")),
        Index("alarm_open_idx", "stream_id", postgresql_where=text("closed_at IS NULL")),
        Index("alarm_subject_idx", "plan_id", "subject_id"),
        Index("alarm_raised_by_idx", "plan_id", "raised_by", "raised_on"),
        Index("alarm_conversation_idx", "conversation_id", postgresql_where=text("conversation_id IS NOT NULL")),
        Index("alarm_raised_idx", "raised_at"),
    )

    subject_kind: Mapped[Subject] = word(Subject)
    #: The message's id, also before it came; the task's; or the case's.
    subject_id: Mapped[UUID]
    #: Where one reads of it: of the team, only who is in it is told.
    conversation_id: Mapped[UUID | None] = mapped_column(default=None)
    level: Mapped[Level] = word(Level)
    cause: Mapped[str] = sealed()
    raised_by: Mapped[UUID]
    raised_at: Mapped[datetime]
    #: The day, in the clinic's time, that counts against who raised it.
    raised_on: Mapped[date]
    #: Who looked after it when it was raised.
    owner_id: Mapped[UUID | None] = mapped_column(default=None)
    #: The goal or step of the plan that it cites.
    part_id: Mapped[UUID | None] = mapped_column(default=None)
    #: The step it is at, since when, whether it reached anybody there, and everybody who was told so far.
    step: Mapped[int] = mapped_column(default=0)
    stepped_at: Mapped[datetime]
    reached: Mapped[bool] = mapped_column(default=False)
    told: Mapped[list[UUID]] = mapped_column(ARRAY(Base.type_annotation_map[UUID]), default=list)
    #: When the next step is taken; a new one too for an acknowledgement that no outcome follows.
    due_at: Mapped[datetime | None] = mapped_column(default=None)
    acknowledged_at: Mapped[datetime | None] = mapped_column(default=None)
    acknowledged_by: Mapped[UUID | None] = mapped_column(default=None)
    acknowledged_as: Mapped[Role | None] = word(Role, default=None)
    #: It was acknowledged and no outcome followed in time: it climbs on, and somebody else may take it.
    lapsed: Mapped[bool] = mapped_column(default=False)
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    closed_by: Mapped[UUID | None] = mapped_column(default=None)
    closed_as: Mapped[Role | None] = word(Role, default=None)
    outcome: Mapped[AlarmOutcome | None] = word(AlarmOutcome, default=None)

    @property
    def ladder(self) -> Ladder:
        """The ladder it climbs."""
        return LADDERS[self.subject_kind, self.level]

    @property
    def taken(self) -> bool:
        """Whether somebody has it in hand."""
        return self.acknowledged_at is not None and not self.lapsed

"""What is stored of duty and absence; rows of the organisation."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column
from typing_extensions import override

from careteam.access.roles import Role
from careteam.core.database import OrganisationBound, sealed, word
from careteam.coverage.rules import AbsenceKind, Span


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

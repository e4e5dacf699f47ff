"""What is stored of diaries: what is shared, in `plan/record`; and bytes that only the patient opens, in their own stream."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column
from typing_extensions import override

from careteam.core.database import PlanBound, PrivateBound, hidden, sealed
from careteam.diary.rules import Activity, Mood


class DiaryEntry(PlanBound):
    """An entry that the team reads. Its id is made by the device it was written on, so that it arrives once."""

    __tablename__ = "diary_entry"
    __table_args__ = (
        CheckConstraint("(withdrawn_at IS NULL) = (mood IS NOT NULL)", name="says"),
        CheckConstraint(
            "withdrawn_at IS NULL OR activities IS NULL AND sleep IS NULL AND note IS NULL", name="withdrawn"
        ),
        Index("diary_entry_day_idx", "plan_id", "day", "at", "id", postgresql_where=text("withdrawn_at IS NULL")),
    )

    #: The day it is about, by the patient's calendar.
    day: Mapped[date]
    #: When it was written, by the clock of the device.
    at: Mapped[datetime]
    #: One of the five faces.
    mood: Mapped[str | None] = sealed()
    #: Which activities, apart by spaces.
    activities: Mapped[str | None] = sealed()
    #: How long they slept in the night before that day, in minutes.
    sleep: Mapped[str | None] = sealed()
    note: Mapped[str | None] = sealed()
    version: Mapped[int]
    written_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    #: When the patient stopped sharing it; it says nothing since.
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)

    @property
    def face(self) -> Mood:
        """The face, of an entry that is still shared."""
        return Mood(self.mood)

    @property
    def done(self) -> list[Activity]:
        """The activities."""
        return [Activity(word) for word in (self.activities or "").split()]

    @property
    def sleep_minutes(self) -> int | None:
        """The sleep as a number."""
        return None if self.sleep is None else int(self.sleep)


class PrivateDiaryEntry(PrivateBound):
    """An entry in the patient's own stream, sealed to them under its id; which day it is about is sealed as well."""

    __tablename__ = "private_diary_entry"

    @classmethod
    @override
    def more_table_args(cls) -> tuple[Index, ...]:
        """Found by its stream, the newest first."""
        return (
            Index(
                "private_diary_entry_stream_idx",
                "stream_id", "written_at", "id",
                postgresql_where=text("sealed IS NOT NULL"),
            ),
        )  # fmt: skip

    version: Mapped[int]
    #: None once it was removed.
    sealed: Mapped[bytes | None] = hidden(LargeBinary)
    written_at: Mapped[datetime]
    changed_at: Mapped[datetime]

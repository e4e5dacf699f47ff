"""What is stored of measures: which are asked for and when, and what was answered. Both lie in `plan/record`."""

import json
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from careteam.core.database import PlanBound, sealed, word
from careteam.measures.rules import ResultKind, ScheduleStatus

_ACTIVE = text("status = 'active'")


class MeasureSchedule(PlanBound):
    """An instrument that is part of the plan: how often it is asked for, for which goal, and what is due now."""

    __tablename__ = "measure_schedule"
    __table_args__ = (
        # At the commit: a row may point to one that the same change writes after it.
        ForeignKeyConstraint(
            ["plan_id", "goal_id"], ["care.goal.plan_id", "care.goal.id"], deferrable=True, initially="DEFERRED"
        ),
        UniqueConstraint("plan_id", "id"),
        # What is paused or over waits for nobody.
        CheckConstraint("status = 'active' OR remind_at IS NULL AND lapses_at IS NULL", name="asks"),
        CheckConstraint("every_days IS NULL OR every_days > 0", name="rhythm"),
        CheckConstraint("remind_minute IS NULL OR remind_minute BETWEEN 0 AND 1439", name="minute"),
        # An instrument is asked for in one rhythm at a time.
        Index("measure_schedule_once_idx", "plan_id", "instrument", unique=True, postgresql_where=text("status <> 'completed'")),
        Index("measure_schedule_waiting_idx", "stream_id", "waiting_since", postgresql_where=_ACTIVE),
        Index("measure_schedule_remind_idx", "remind_at", postgresql_where=text("remind_at IS NOT NULL")),
        Index("measure_schedule_lapse_idx", "lapses_at", postgresql_where=text("lapses_at IS NOT NULL")),
    )  # fmt: skip

    #: The instrument's published name, as PHQ-9.
    instrument: Mapped[str]
    goal_id: Mapped[UUID | None] = mapped_column(default=None)
    status: Mapped[ScheduleStatus] = word(ScheduleStatus, default=ScheduleStatus.ACTIVE)
    #: Every so many days; without one, a single time.
    every_days: Mapped[int | None] = mapped_column(default=None)
    #: The last day on which it can fall due.
    until: Mapped[date | None] = mapped_column(default=None)
    #: What is due now or next: the day, the moment, and from when on it counts as missed.
    due_on: Mapped[date]
    due_at: Mapped[datetime]
    lapses_at: Mapped[datetime | None] = mapped_column(default=None)
    #: When the first was due that nobody has answered since.
    waiting_since: Mapped[datetime]
    #: The minute of the day at which the patient wants to be reminded; without one, they are not.
    remind_minute: Mapped[int | None] = mapped_column(default=None)
    #: When they are to be reminded next.
    remind_at: Mapped[datetime | None] = mapped_column(default=None)
    set_by: Mapped[UUID]
    set_at: Mapped[datetime]


class MeasureResult(PlanBound):
    """What was answered to an instrument, or that nobody answered when it was due."""

    __tablename__ = "measure_result"
    __table_args__ = (
        ForeignKeyConstraint(
            ["plan_id", "schedule_id"],
            ["care.measure_schedule.plan_id", "care.measure_schedule.id"],
            deferrable=True,
            initially="DEFERRED",
        ),
        ForeignKeyConstraint(
            ["plan_id", "goal_id"], ["care.goal.plan_id", "care.goal.id"], deferrable=True, initially="DEFERRED"
        ),
        CheckConstraint("kind = 'answered' OR answers IS NULL AND total IS NULL AND NOT wants_look", name="missed"),
        CheckConstraint("(kind = 'answered') = (recorded_by IS NOT NULL)", name="answered_by_somebody"),
        CheckConstraint("(looked_at IS NULL) = (looked_by IS NULL)", name="looked_by_somebody"),
        Index("measure_result_series_idx", "plan_id", "instrument", "at", "id"),
        Index("measure_result_schedule_idx", "schedule_id", "due_on", postgresql_where=text("schedule_id IS NOT NULL")),
    )

    instrument: Mapped[str]
    kind: Mapped[ResultKind] = word(ResultKind)
    schedule_id: Mapped[UUID | None] = mapped_column(default=None)
    goal_id: Mapped[UUID | None] = mapped_column(default=None)
    #: The day on which it was due, if it was asked for.
    due_on: Mapped[date | None] = mapped_column(default=None)
    #: When it was answered, by the clock of whoever did; of what was missed, when it was due.
    at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[UUID | None] = mapped_column(default=None)
    #: Somebody of the team wrote down what the patient said or ticked on paper.
    on_behalf: Mapped[bool] = mapped_column(default=False)
    #: As JSON: the instrument's version, and the values by item, or null where only the total is known. See `values`.
    answers: Mapped[str | None] = sealed()
    #: The score as a number; None where it cannot be counted because something was left out.
    total: Mapped[str | None] = sealed()
    #: A case of safety rests on it.
    wants_look: Mapped[bool] = mapped_column(default=False)
    #: Who closed that case, and when.
    looked_at: Mapped[datetime | None] = mapped_column(default=None)
    looked_by: Mapped[UUID | None] = mapped_column(default=None)

    @property
    def values(self) -> dict[str, int] | None:
        """The answers by item; what was left out is not in it. None where only the total is known, or nothing."""
        return json.loads(self.answers)["items"] if self.answers is not None else None

    @property
    def score(self) -> int | None:
        """The total; None where it cannot be counted because something was left out."""
        return int(self.total) if self.total is not None else None


def kept(version: str, items: dict[str, int] | None) -> str:
    """Answers as they are stored."""
    return json.dumps({"version": version, "items": items}, separators=(",", ":"))

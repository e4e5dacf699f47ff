"""What is stored of exercises that were done. That one is to be done is a task, which names its piece."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from careteam.core.database import PlanBound, word
from careteam.library.rules import Helped


class Practice(PlanBound):
    """An exercise that the patient did: what, when, how long; in `plan/record`. What they thought or wrote is not in it."""

    __tablename__ = "practice"
    __table_args__ = (
        # At the commit: a row may point to one that the same change writes after it.
        ForeignKeyConstraint(
            ["plan_id", "task_id"], ["care.task.plan_id", "care.task.id"], deferrable=True, initially="DEFERRED"
        ),
        ForeignKeyConstraint(
            ["plan_id", "goal_id"], ["care.goal.plan_id", "care.goal.id"], deferrable=True, initially="DEFERRED"
        ),
        CheckConstraint("seconds >= 0", name="lasted"),
        Index("practice_plan_idx", "plan_id", "at", "id"),
    )

    #: The piece's id in the library, and the version the patient saw.
    piece: Mapped[str]
    version: Mapped[str]
    #: The task it did, if it was asked for, and the goal that is for.
    task_id: Mapped[UUID | None] = mapped_column(default=None)
    goal_id: Mapped[UUID | None] = mapped_column(default=None)
    #: When it was ended, by the clock of whoever did it, and when that was heard here.
    at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    seconds: Mapped[int]
    helped: Mapped[Helped | None] = word(Helped, default=None)

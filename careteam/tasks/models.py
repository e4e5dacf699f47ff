"""What is stored of a task, and of its checklist."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from careteam.access.roles import Role
from careteam.core.database import PlanBound, sealed, word
from careteam.tasks.rules import Priority, TaskStatus

_CLAIMABLE = text("owner_id IS NULL AND status = 'requested'")
_OPEN = text("status IN ('requested', 'accepted', 'in-progress', 'on-hold')")
_UNTOLD = text("escalated_at IS NULL AND status IN ('requested', 'accepted', 'in-progress', 'on-hold')")


class Task(PlanBound):
    """Something one person does, or whoever of a role takes it, usually for a goal.

    In `plan/record` if the patient or a supporter may see it, else in `plan/team`.
    """

    __tablename__ = "task"
    __table_args__ = (
        # At the commit: a row may point to one that the same change writes after it.
        ForeignKeyConstraint(
            ["plan_id", "goal_id"], ["care.goal.plan_id", "care.goal.id"], deferrable=True, initially="DEFERRED"
        ),
        ForeignKeyConstraint(
            ["plan_id", "item_id"],
            ["care.plan_item.plan_id", "care.plan_item.id"],
            deferrable=True,
            initially="DEFERRED",
        ),
        ForeignKeyConstraint(
            ["plan_id", "waits_for_id"], ["care.task.plan_id", "care.task.id"], deferrable=True, initially="DEFERRED"
        ),
        ForeignKeyConstraint(
            ["plan_id", "follows_id"], ["care.task.plan_id", "care.task.id"], deferrable=True, initially="DEFERRED"
        ),
        CheckConstraint("owner_id IS NOT NULL OR pool IS NOT NULL", name="somebodys"),
        CheckConstraint("repeat_days IS NULL OR repeat_days > 0 AND due_at IS NOT NULL", name="repeats"),
        CheckConstraint("(piece IS NULL) = (piece_version IS NULL)", name="piece_in_a_version"),
        # What is repeated is repeated once: never are two open of one series.
        UniqueConstraint("follows_id"),
        UniqueConstraint("plan_id", "id"),
        Index("task_owner_open_idx", "owner_id", "due_at", "id", postgresql_where=_OPEN),
        Index("task_pool_open_idx", "plan_id", "pool", postgresql_where=_CLAIMABLE),
        Index("task_assigned_open_idx", "assigned_by", "due_at", "id", postgresql_where=_OPEN),
        Index("task_plan_open_idx", "plan_id", "due_at", "id", postgresql_where=_OPEN),
        Index("task_conversation_idx", "conversation_id", postgresql_where=text("conversation_id IS NOT NULL")),
        Index("task_overdue_idx", "due_at", postgresql_where=_UNTOLD),
        Index("task_waits_idx", "waits_for_id", postgresql_where=text("waits_for_id IS NOT NULL")),
        Index("task_message_idx", "message_id", postgresql_where=text("message_id IS NOT NULL")),
    )

    goal_id: Mapped[UUID | None] = mapped_column(default=None)
    item_id: Mapped[UUID | None] = mapped_column(default=None)
    title: Mapped[str] = sealed()
    note: Mapped[str | None] = sealed()
    status: Mapped[TaskStatus] = word(TaskStatus, default=TaskStatus.REQUESTED)
    priority: Mapped[Priority] = word(Priority, default=Priority.ROUTINE)
    owner_id: Mapped[UUID | None] = mapped_column(default=None)
    #: The role whose members may claim it.
    pool: Mapped[Role | None] = word(Role, default=None)
    assigned_by: Mapped[UUID]
    #: When it can be begun, when it should be done, when at the latest.
    not_before: Mapped[datetime | None] = mapped_column(default=None)
    due_at: Mapped[datetime | None] = mapped_column(default=None)
    latest_at: Mapped[datetime | None] = mapped_column(default=None)
    #: Until when its owner wants to hear nothing of it.
    snoozed_until: Mapped[datetime | None] = mapped_column(default=None)
    #: The task that must be over before; empty once it is. None waits for itself, in however many steps.
    waits_for_id: Mapped[UUID | None] = mapped_column(default=None)
    #: Once it is done it is to be done again, so many days after it was due.
    repeat_days: Mapped[int | None] = mapped_column(default=None)
    #: No turn begins later.
    repeat_until: Mapped[datetime | None] = mapped_column(default=None)
    #: The one before, of a task that repeats.
    follows_id: Mapped[UUID | None] = mapped_column(default=None)
    #: Since when the lead has been told that it is late.
    escalated_at: Mapped[datetime | None] = mapped_column(default=None)
    shared: Mapped[bool] = mapped_column(default=False)
    #: The piece of the library that is to be done, by its id, and the version that was given.
    piece: Mapped[str | None] = mapped_column(default=None)
    piece_version: Mapped[str | None] = mapped_column(default=None)
    #: Where it came from; opaque here, the conversation's own members may follow it.
    conversation_id: Mapped[UUID | None] = mapped_column(default=None)
    message_id: Mapped[UUID | None] = mapped_column(default=None)
    created_at: Mapped[datetime]
    completed_at: Mapped[datetime | None] = mapped_column(default=None)
    reason: Mapped[str | None] = sealed()


class ChecklistItem(PlanBound):
    """One thing to tick off on the way to the end of a task; in the task's stream."""

    __tablename__ = "checklist_item"
    __table_args__ = (
        # At the commit: a row may point to one that the same change writes after it.
        ForeignKeyConstraint(
            ["plan_id", "task_id"], ["care.task.plan_id", "care.task.id"], deferrable=True, initially="DEFERRED"
        ),
        Index("checklist_item_task_idx", "task_id", "position"),
    )

    task_id: Mapped[UUID]
    position: Mapped[int]
    words: Mapped[str] = sealed()
    #: Who ticked it and when; empty while it is to be done.
    ticked_by: Mapped[UUID | None] = mapped_column(default=None)
    ticked_at: Mapped[datetime | None] = mapped_column(default=None)
    #: It was struck from the list, and stays in the trail only.
    removed_at: Mapped[datetime | None] = mapped_column(default=None)

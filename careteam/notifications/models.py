"""What is stored of telling people: how they want to be told, on which devices, and who was told when; never of what."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column
from typing_extensions import override

from careteam.core.database import Base, OrganisationBound, hidden, sealed, word
from careteam.notifications.rules import About, Became, Channel, Held, NoticeLevel, Quiet, Wishes

_PENDING = text("outcome IS NULL")


class NotificationSettings(OrganisationBound):
    """How somebody wants to be told. Without one, as `Wishes` has it."""

    __tablename__ = "notification_settings"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("care.person.id"), unique=True)
    routine_push: Mapped[bool] = mapped_column(default=True)
    routine_mail: Mapped[bool] = mapped_column(default=True)
    routine_sms: Mapped[bool] = mapped_column(default=False)
    urgent_push: Mapped[bool] = mapped_column(default=True)
    urgent_mail: Mapped[bool] = mapped_column(default=True)
    urgent_sms: Mapped[bool] = mapped_column(default=False)
    #: Minutes of the day.
    quiet_begins: Mapped[int | None] = mapped_column(default=None)
    quiet_ends: Mapped[int | None] = mapped_column(default=None)
    urgent_in_quiet: Mapped[bool] = mapped_column(default=True)
    digest: Mapped[int | None] = mapped_column(default=None)
    #: The person's own time zone; without one, the clinic's clock counts.
    zone: Mapped[str | None] = mapped_column(default=None)
    phone: Mapped[str | None] = sealed(trail=False)

    def wishes(self) -> Wishes:
        """The same for the rules."""
        both = self.quiet_begins is not None and self.quiet_ends is not None
        return Wishes(
            routine=frozenset(one for one in Channel if getattr(self, f"routine_{one}")),
            urgent=frozenset(one for one in Channel if getattr(self, f"urgent_{one}")),
            quiet=Quiet(self.quiet_begins or 0, self.quiet_ends or 0) if both else None,
            urgent_in_quiet=self.urgent_in_quiet,
            digest=self.digest,
        )

    @classmethod
    @override
    def more_table_args(cls) -> Sequence[Any]:
        return (
            CheckConstraint("(quiet_begins IS NULL) = (quiet_ends IS NULL)", name="quiet"),
            CheckConstraint("quiet_begins <> quiet_ends", name="some_quiet"),
        )


class PushDevice(OrganisationBound):
    """A browser that shows notifications. Where its service takes them is a secret: who knows it can send some."""

    __tablename__ = "push_device"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("care.person.id"))
    name: Mapped[str] = sealed()
    endpoint: Mapped[str] = sealed(trail=False)
    endpoint_index: Mapped[bytes] = hidden(LargeBinary)
    #: The browser's public key and secret, by which only it can open what is sent.
    p256dh: Mapped[str] = sealed(trail=False)
    auth: Mapped[str] = sealed(trail=False)
    added_at: Mapped[datetime]
    #: Given up, taken over by somebody else in the same browser, or unknown to its service.
    ended_at: Mapped[datetime | None] = mapped_column(default=None)

    @classmethod
    @override
    def more_table_args(cls) -> Sequence[Any]:
        lasting = text("ended_at IS NULL")
        return (
            Index("push_device_person_idx", "person_id", postgresql_where=lasting),
            Index("push_device_once_idx", "endpoint_index", unique=True, postgresql_where=lasting),
        )


class Notice(Base):
    """That somebody is to be told by a channel that there is something, and what became of it. Kept for a month."""

    __tablename__ = "notice"
    __table_args__ = (
        Index("notice_due_idx", "due_at", postgresql_where=_PENDING),
        Index(
            "notice_once_idx", "person_id", "channel", "subject_id", unique=True, postgresql_where=_PENDING
        ),
        Index("notice_person_idx", "person_id", "created_at"),
        Index("notice_created_idx", "created_at"),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("care.person.id"))
    channel: Mapped[Channel] = word(Channel)
    about: Mapped[About] = word(About)
    level: Mapped[NoticeLevel] = word(NoticeLevel)
    #: The conversation or task, where its rows lie, and of a conversation up to which message.
    subject_id: Mapped[UUID]
    stream_id: Mapped[UUID]
    number: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    held: Mapped[Held | None] = word(Held, default=None)
    outcome: Mapped[Became | None] = word(Became, default=None)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)

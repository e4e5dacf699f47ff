"""What is stored of phrases: a title and a text that names no patient, its gaps in braces."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column
from typing_extensions import override

from careteam.core.database import OrganisationBound, sealed


class QuickReply(OrganisationBound):
    """A person's own, for nobody else: the trail keeps none of its words, and its end leaves none."""

    __tablename__ = "quick_reply"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("care.person.id"))
    title: Mapped[str | None] = sealed(trail=False)
    words: Mapped[str | None] = sealed(trail=False)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)

    @classmethod
    @override
    def more_table_args(cls) -> Sequence[Any]:
        return (
            CheckConstraint("(ended_at IS NULL) = (words IS NOT NULL)", name="forgotten"),
            CheckConstraint("(title IS NULL) = (words IS NULL)", name="whole"),
            Index("quick_reply_person_idx", "person_id", postgresql_where=text("ended_at IS NULL")),
        )


class MessageTemplate(OrganisationBound):
    """The clinic's, offered to whoever treats; what it said before stands in the trail."""

    __tablename__ = "message_template"

    title: Mapped[str] = sealed()
    words: Mapped[str] = sealed()
    ended_at: Mapped[datetime | None] = mapped_column(default=None)

    @classmethod
    @override
    def more_table_args(cls) -> Sequence[Any]:
        return (Index("message_template_lasting_idx", "id", postgresql_where=text("ended_at IS NULL")),)

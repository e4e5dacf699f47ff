"""What is stored of conversations: each has a stream of its own; bodies are sealed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from careteam.access.roles import Role
from careteam.core.database import Base, PlanBound, sealed, word
from careteam.messaging.rules import ConversationKind


class Conversation(PlanBound):
    """A conversation about a plan. Its members are rows of `conversation_member`."""

    __tablename__ = "conversation"
    __table_args__ = (
        Index(None, "plan_id"),
        Index("conversation_waiting_idx", "stream_id", postgresql_where=text("waiting_since IS NOT NULL")),
        UniqueConstraint("stream_id"),
    )
    home = "conversation"

    kind: Mapped[ConversationKind] = word(ConversationKind)
    title: Mapped[str | None] = sealed()
    opened_by: Mapped[UUID]
    opened_at: Mapped[datetime]
    message_count: Mapped[int] = mapped_column(default=0)
    last_message_at: Mapped[datetime | None] = mapped_column(default=None)
    last_author_id: Mapped[UUID | None] = mapped_column(default=None)
    #: The first patient's message that nobody on the team has answered yet.
    waiting_since: Mapped[datetime | None] = mapped_column(default=None)


class Message(PlanBound):
    """What somebody said, numbered 1, 2, 3 ... in its conversation."""

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("stream_id", "number"),
        {"postgresql_partition_by": "HASH (stream_id)"},
    )
    home = "conversation"

    stream_id: Mapped[UUID] = mapped_column(primary_key=True)
    conversation_id: Mapped[UUID]
    number: Mapped[int]
    author_id: Mapped[UUID]
    author_role: Mapped[Role] = word(Role)
    body: Mapped[str] = sealed(trail=False)
    #: Goals, items and tasks it is about.
    about: Mapped[list[UUID]] = mapped_column(ARRAY(Base.type_annotation_map[UUID]), default=list)
    reply_to: Mapped[UUID | None] = mapped_column(default=None)
    sent_at: Mapped[datetime]


class DeliveredMark(Base):
    """Up to which message a person's devices have received a conversation."""

    __tablename__ = "delivered_mark"

    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("care.conversation.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger)

"""What is stored of conversations: each has a stream of its own; what is said in it, the server cannot read."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from careteam.access.roles import Role
from careteam.core.database import Base, PlanBound, hidden, sealed, word
from careteam.messaging.rules import ConversationKind, MessagePriority


class Conversation(PlanBound):
    """A conversation about a plan. Its members are rows of `conversation_member`."""

    __tablename__ = "conversation"
    __table_args__ = (
        Index(None, "plan_id"),
        Index(
            "conversation_waiting_idx", "stream_id",
            postgresql_where=text("waiting_since IS NOT NULL AND closed_at IS NULL"),
        ),
        Index("conversation_going_idx", "going_since", postgresql_where=text("closed_at IS NULL")),
        UniqueConstraint("stream_id"),
    )  # fmt: skip
    home = "conversation"

    kind: Mapped[ConversationKind] = word(ConversationKind)
    title: Mapped[str | None] = sealed()
    opened_by: Mapped[UUID]
    opened_at: Mapped[datetime]
    #: Whether somebody of the patient's side talks here.
    with_patient: Mapped[bool]
    #: Who looks after it, and the word with which it was handed to them.
    owner_id: Mapped[UUID | None] = mapped_column(default=None)
    owner_word: Mapped[str | None] = sealed()
    #: That nobody owes anything any more, who said so, and what came of it.
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    closed_by: Mapped[UUID | None] = mapped_column(default=None)
    outcome: Mapped[str | None] = sealed()
    message_count: Mapped[int] = mapped_column(default=0)
    last_message_at: Mapped[datetime | None] = mapped_column(default=None)
    last_author_id: Mapped[UUID | None] = mapped_column(default=None)
    #: The first patient's message that nobody on the team has answered yet; closing keeps it, for who opens it again.
    waiting_since: Mapped[datetime | None] = mapped_column(default=None)
    #: The most urgent of what the patient's side has said since then.
    waiting_priority: Mapped[MessagePriority | None] = word(MessagePriority, default=None)
    #: When its first word was said, or the one that reopened it.
    going_since: Mapped[datetime | None] = mapped_column(default=None)
    #: The working time that the patient's side was told of last, having written out of hours.
    told_opens: Mapped[datetime | None] = mapped_column(default=None)
    #: Messages that are not silent: how many, and the number of the last one.
    spoken_count: Mapped[int] = mapped_column(default=0)
    spoken_number: Mapped[int] = mapped_column(default=0)
    #: The end of the membership log: how long it is, its last entry, and what the sending path asks of the newest epoch.
    log_length: Mapped[int] = mapped_column(default=0)
    log_head: Mapped[bytes | None] = mapped_column(default=None)
    epoch: Mapped[int] = mapped_column(default=0)
    stale: Mapped[bool] = mapped_column(default=False)
    #: The newest epoch is shared among records officers who are not those of now.
    officers_behind: Mapped[bool] = mapped_column(default=False)
    epoch_ends: Mapped[datetime | None] = mapped_column(default=None)
    epoch_limit: Mapped[int] = mapped_column(default=0)
    #: Who is in the log, and by which genesis each of them reads: what lists ask of it.
    readers: Mapped[list[UUID]] = hidden(ARRAY(Base.type_annotation_map[UUID]), default=list)
    reader_keys: Mapped[list[bytes]] = hidden(ARRAY(LargeBinary), default=list)
    #: The messages of the newest epoch: how many, and their tree, as the next one's entry seals it.
    epoch_sent: Mapped[int] = mapped_column(default=0)
    epoch_tree: Mapped[bytes | None] = hidden(default=None)


class Message(PlanBound):
    """What somebody said, numbered 1, 2, 3 ... in its conversation."""

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("stream_id", "number"),
        # With all that is asked of answers, so that a report reads no messages.
        Index(
            "message_answers_idx", "answers_since", postgresql_where=text("answers_since IS NOT NULL"),
            postgresql_include=["sent_at", "author_role", "answers_priority", "stream_id"],
        ),
        {"postgresql_partition_by": "HASH (stream_id)"},
    )  # fmt: skip
    home = "conversation"

    stream_id: Mapped[UUID] = mapped_column(primary_key=True)
    conversation_id: Mapped[UUID]
    number: Mapped[int]
    author_id: Mapped[UUID]
    author_role: Mapped[Role] = word(Role)
    #: What was sent as its sender sealed it; of it, the epoch, and whether it is a silent one.
    envelope: Mapped[bytes] = hidden(LargeBinary)
    epoch: Mapped[int]
    silent: Mapped[bool] = mapped_column(default=False)
    #: Whether it can wait; what cannot raised an alarm with it.
    priority: Mapped[MessagePriority] = word(MessagePriority, default=MessagePriority.ROUTINE)
    #: How many messages were not silent up to this one.
    spoken: Mapped[int] = mapped_column(default=0)
    #: Goals, items and tasks it is about.
    about: Mapped[list[UUID]] = mapped_column(ARRAY(Base.type_annotation_map[UUID]), default=list)
    sent_at: Mapped[datetime]
    #: Of the first answer to the patient's side: since when they had waited for one, and the most urgent of what waited.
    answers_since: Mapped[datetime | None] = mapped_column(default=None)
    answers_priority: Mapped[MessagePriority | None] = word(MessagePriority, default=None)
    #: Of what was written out of hours: the next working time, as its author was told at once.
    told_opens: Mapped[datetime | None] = mapped_column(default=None)


class Closing(PlanBound):
    """A conversation was closed: how long it had gone on, by whom it was, and whether the patient's side still waited then."""

    __tablename__ = "closing"
    __table_args__ = (
        Index("closing_going_idx", "going_since", postgresql_where=text("undone_at IS NULL")),
        Index(
            "closing_waiting_idx", "waiting_since",
            postgresql_where=text("waiting_since IS NOT NULL AND undone_at IS NULL"),
        ),
        Index("closing_conversation_idx", "conversation_id", postgresql_where=text("undone_at IS NULL")),
    )  # fmt: skip
    home = "conversation"

    conversation_id: Mapped[UUID]
    going_since: Mapped[datetime]
    waiting_since: Mapped[datetime | None] = mapped_column(default=None)
    waiting_priority: Mapped[MessagePriority | None] = word(MessagePriority, default=None)
    closed_at: Mapped[datetime]
    closed_by: Mapped[UUID]
    role: Mapped[Role] = word(Role)
    #: It was closed by mistake, and stands as before.
    undone_at: Mapped[datetime | None] = mapped_column(default=None)


class LogEntry(PlanBound):
    """One entry of a conversation's membership log as its author signed it: who can read, from then on."""

    __tablename__ = "log_entry"
    __table_args__ = (UniqueConstraint("conversation_id", "seq"),)
    home = "conversation"

    conversation_id: Mapped[UUID]
    seq: Mapped[int]
    hash: Mapped[bytes]
    type: Mapped[int]
    epoch: Mapped[int]
    author_id: Mapped[UUID]
    cose: Mapped[bytes] = hidden(LargeBinary)


class LogBox(PlanBound):
    """A box that an entry names: a member's key to an epoch, for its owner; or a records officer's share, for nobody yet."""

    __tablename__ = "log_box"
    __table_args__ = (Index("log_box_owner_idx", "conversation_id", "owner_id"),)
    home = "conversation"

    conversation_id: Mapped[UUID]
    seq: Mapped[int]
    hash: Mapped[bytes]
    owner_id: Mapped[UUID | None] = mapped_column(default=None)
    box: Mapped[bytes] = hidden(LargeBinary)


class Assignment(PlanBound):
    """A coordinator's signed word that somebody belongs to a conversation, with the keys they had then."""

    __tablename__ = "assignment"
    __table_args__ = (
        Index(
            "assignment_open_idx",
            "conversation_id",
            "person_id",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
    )
    home = "conversation"

    conversation_id: Mapped[UUID]
    person_id: Mapped[UUID]
    genesis: Mapped[bytes]
    assigned_by: Mapped[UUID]
    cose: Mapped[bytes] = hidden(LargeBinary)
    assigned_at: Mapped[datetime]
    #: Used by an entry of the log, or another has taken its place.
    ended_at: Mapped[datetime | None] = mapped_column(default=None)


class KeptDraft(PlanBound):
    """What a member wants to send later, as they sealed it to themself; empty when they do not any more."""

    __tablename__ = "kept_draft"
    __table_args__ = (
        UniqueConstraint("conversation_id", "person_id"),
        CheckConstraint("(sealed_as IS NULL) = (sealed IS NULL)", name="whole"),
    )
    home = "conversation"

    conversation_id: Mapped[UUID]
    person_id: Mapped[UUID]
    #: The id under which it is sealed: another for each time it is kept.
    sealed_as: Mapped[UUID | None] = hidden(default=None)
    sealed: Mapped[bytes | None] = hidden(LargeBinary, default=None)


class DeliveredMark(Base):
    """Up to which message a person's devices have received a conversation."""

    __tablename__ = "delivered_mark"

    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("care.conversation.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger)

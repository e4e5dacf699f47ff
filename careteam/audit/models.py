"""What the trail is made of: streams with their heads, entries, sealed details, deliveries, changes and data keys."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Identity, Index, Integer, LargeBinary, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from careteam.access.roles import OUTSIDE
from careteam.core.database import Base, Bound

#: Entries, details and messages are spread over this many tables by stream.
PARTITIONS = 8
#: The events that most entries are about.
COMMON = ("MessageSent", "MessagesSeen", "PlanViewed", "PlansListed", "SignedIn")


def _named(words: Iterable[str]) -> str:
    return ", ".join(f"'{word}'" for word in words)


class Stream(Base):
    """One audience, one order, one chain. Its head moves only inside `append_entries`."""

    __tablename__ = "stream"
    __table_args__ = (Index(None, "plan_id", "kind"), {"postgresql_with": {"fillfactor": 50}})

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]
    plan_id: Mapped[UUID | None]
    #: The change that opened it.
    change_id: Mapped[UUID]
    head_seq: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    head_hash: Mapped[bytes] = mapped_column(LargeBinary, server_default=text("decode(repeat('00', 32), 'hex')"))
    #: Rises whenever anybody's rights on the plan change.
    standing_version: Mapped[int] = mapped_column(BigInteger, server_default=text("1"))


class Entry(Base):
    """One fact of the trail. Audit log, event stream, outbox and client cursor are this one table."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("audit_entry_change", "change_id"),
        Index("audit_entry_plan", "plan_id", "at"),
        Index("audit_entry_actor", "actor", "at"),
        # What one person did rarely is found without reading what they do all day.
        Index("audit_entry_rare", "actor", "event", "at", postgresql_where=text(f"event NOT IN ({_named(COMMON)})")),
        # What happened to one task is found without what happened to the others of its plan.
        Index("audit_entry_task", "subjects", postgresql_using="gin", postgresql_where=text("event LIKE 'Task%'")),
        Index("audit_entry_outside", "at", postgresql_where=text(f"role IN ({_named(sorted(OUTSIDE))})")),
        {"postgresql_partition_by": "HASH (stream_id)"},
    )

    stream_id: Mapped[UUID] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    plan_id: Mapped[UUID | None]
    change_id: Mapped[UUID]
    #: The transaction, as text of an xid8, and its time: both, since numbers begin anew after a logical restore.
    xact: Mapped[int] = mapped_column(BigInteger)
    tx_at: Mapped[datetime]
    at: Mapped[datetime]
    actor: Mapped[UUID]
    role: Mapped[str]
    action: Mapped[str]
    event: Mapped[str]
    subjects: Mapped[list[UUID]] = mapped_column(ARRAY(item_type=Base.type_annotation_map[UUID]))
    cause: Mapped[UUID | None]
    columns: Mapped[str]
    plan_version: Mapped[int] = mapped_column(Integer)
    detail: Mapped[bytes]
    #: The hash of a record made outside that the entry stands for; mostly empty.
    record: Mapped[bytes]
    prev: Mapped[bytes]
    hash: Mapped[bytes]


class Detail(Base):
    """What an entry says in full, sealed. The only table of the trail that may lose rows (erasure)."""

    __tablename__ = "audit_detail"
    __table_args__ = ({"postgresql_partition_by": "HASH (stream_id)"},)

    stream_id: Mapped[UUID] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    salt: Mapped[bytes]
    sealed: Mapped[bytes]


class Pending(Base):
    """What the sealer has not logged yet: one row per stream and transaction."""

    __tablename__ = "audit_pending"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    stream_id: Mapped[UUID]
    first_seq: Mapped[int] = mapped_column(BigInteger)
    last_seq: Mapped[int] = mapped_column(BigInteger)


class ChangeMade(Base):
    """One change and the idempotency key it was asked for with; a key gives one effect per person."""

    __tablename__ = "change"
    __table_args__ = (UniqueConstraint("actor", "key"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    actor: Mapped[UUID]
    key: Mapped[UUID]
    request: Mapped[bytes]
    result: Mapped[UUID | None]
    at: Mapped[datetime]


class Delivery(Base):
    """One AFTER reaction that is still owed to an entry."""

    __tablename__ = "delivery"
    __table_args__ = (Index(None, "due_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    stream_id: Mapped[UUID]
    change_id: Mapped[UUID]
    plan_id: Mapped[UUID | None]
    reaction: Mapped[str] = mapped_column(Text)
    subjects: Mapped[list[UUID]] = mapped_column(ARRAY(item_type=Base.type_annotation_map[UUID]))
    attempts: Mapped[int] = mapped_column(server_default=text("0"))
    due_at: Mapped[datetime]


class AccessMark(Base):
    """Who has opened which screen in which quarter of an hour: an access entry is written once for each."""

    __tablename__ = "access_mark"

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    plan_id: Mapped[UUID] = mapped_column(primary_key=True)
    screen: Mapped[str] = mapped_column(primary_key=True)
    quarter: Mapped[int] = mapped_column(BigInteger, primary_key=True)


class DataKey(Bound):
    """The key that seals a plan's columns (or the organisation's), wrapped by the deployment key."""

    __tablename__ = "data_key"
    __table_args__ = (Index(None, "plan_id"),)
    home = "plan/team"

    plan_id: Mapped[UUID | None]
    wrapped: Mapped[bytes] = mapped_column(info={"trail": False})

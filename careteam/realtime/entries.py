"""An entry as it is told: the shape of a frame, and the prepared reading of new ones for everybody at once."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, Literal
from uuid import UUID

from pydantic_core import to_json

from careteam.audit.trail import Trail
from careteam.core.paging import Shape
from careteam.identity.queries import PersonRef
from careteam.messaging import stored
from careteam.messaging.queries import About, MessageDetail, message_detail
from careteam.realtime.socket import frame

#: The most entries of one stream that are read at once.
MOST = 500


class Seen(Shape):
    """Up to which message somebody has seen a conversation."""

    conversation_id: UUID
    person_id: UUID
    number: int


class LiveEntry(Shape):
    """A new entry of a stream. With a message sent comes the message, with messages seen up to which."""

    type: Literal["entry"] = "entry"
    stream: UUID
    seq: int
    plan_id: UUID | None
    event: str
    actor: UUID
    at: datetime
    change_id: UUID
    subjects: list[UUID]
    message: MessageDetail | None = None
    seen: Seen | None = None


#: $1 streams, $2 after which number of each: what came since, in order, with what it carries. `record_stream` is where
#: the goals and steps lie that a message is about. Each LIMIT keeps the planner to the keys: without it, it reads all that lies
#: before, or the whole table.
_NEW = f"""
WITH w AS MATERIALIZED (
  SELECT s.id, w.after, least(s.head_seq, w.after + {MOST}) AS upto, s.standing_version
  FROM unnest($1::uuid[], $2::bigint[]) AS w(stream_id, after) JOIN care.stream s ON s.id = w.stream_id)
SELECT e.stream_id, e.seq, e.plan_id, e.event, e.actor, e.at, e.change_id, e.subjects, w.standing_version,
  c.conversation_id AS seen_in, c.person_id AS seen_by, c.seen_number,
  CASE WHEN cardinality(m.about) > 0
    THEN (SELECT r.id FROM care.stream r WHERE r.plan_id = e.plan_id AND r.kind = 'plan/record') END AS record_stream,
  {", ".join(f'm."{name}" AS "m_{name}"' for name in stored.COLUMNS)}
FROM w
JOIN LATERAL (SELECT * FROM care.audit_entry e
  WHERE e.stream_id = w.id AND e.seq > w.after AND e.seq <= w.upto ORDER BY e.seq LIMIT {MOST}) e ON true
LEFT JOIN LATERAL (SELECT * FROM care.message m
  WHERE e.event = 'MessageSent' AND m.stream_id = e.stream_id AND m.id = e.subjects[1] LIMIT 1) m ON true
LEFT JOIN LATERAL (SELECT * FROM care.conversation_member c
  WHERE e.event = 'MessagesSeen' AND c.id = e.subjects[1] LIMIT 1) c ON true
ORDER BY e.stream_id, e.seq"""  # noqa: S608 - names of columns
#: $1 streams: who has received how much of these conversations.
_MARKS = """
SELECT c.stream_id, c.plan_id, c.id AS conversation_id, d.person_id, d.number
FROM care.conversation c JOIN care.delivered_mark d ON d.conversation_id = c.id WHERE c.stream_id = ANY ($1)"""


async def new_entries(trail: Trail, after: Mapping[UUID, int]) -> Sequence[Any]:
    """What came in these streams after these numbers, at most MOST of each, by stream and number."""
    async with trail.database.writing() as connection:
        records = await connection.fetch(_NEW, list(after), list(after.values()))
        await trail.load_keys(connection, {record["plan_id"] for record in records if record["m_id"] is not None})
    return records


async def mark_frames(trail: Trail, streams: Sequence[UUID]) -> list[tuple[UUID, bytes]]:
    """What is told of each of these conversations: up to which message the devices of each member have it."""
    async with trail.database.writing() as connection:
        records = await connection.fetch(_MARKS, list(streams))
    frames: list[tuple[UUID, bytes]] = []
    for stream, group in groupby(records, key=lambda record: record["stream_id"]):
        rows = list(group)
        marks = [{"person_id": str(row["person_id"]), "number": row["number"]} for row in rows]
        place = {name: str(rows[0][name]) for name in ("plan_id", "conversation_id")}
        frames.append((stream, frame({"type": "delivered", "stream": str(stream), **place, "marks": marks})))
    return frames


def message_of(trail: Trail, record: Any) -> stored.Stored | None:
    """The stored message that an entry of `new_entries` carries; None for any other."""
    if record["m_id"] is None:
        return None
    return stored.read({name: record[f"m_{name}"] for name in stored.COLUMNS}, trail.ring.get(record["plan_id"]))


def told(record: Any, message: MessageDetail | None = None) -> LiveEntry:
    """The frame of an entry read by `new_entries`."""
    seen = record["seen_by"] and Seen(
        conversation_id=record["seen_in"], person_id=record["seen_by"], number=record["seen_number"]
    )
    return LiveEntry(
        stream=record["stream_id"], seq=record["seq"], plan_id=record["plan_id"], event=record["event"],
        actor=record["actor"], at=record["at"], change_id=record["change_id"], subjects=record["subjects"],
        message=message, seen=seen,
    )  # fmt: skip


def frames(
    record: Any, message: stored.Stored | None, names: Mapping[UUID, PersonRef], cited: Mapping[UUID, About]
) -> tuple[bytes, bytes]:
    """An entry as it is sent: to those who may see the plan, and to those who are not told what goals and steps are called."""
    full = frame(to_json(told(record, message and message_detail(message, names, cited))))
    if message is None or not message.about:
        return full, full
    return full, frame(to_json(told(record, message_detail(message, names, {}))))

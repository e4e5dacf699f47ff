"""Who waits to be told: taken up one at a time, put off, settled. Whoever dies with one leaves it to be taken up again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from careteam.audit.trail import Trail
from careteam.core.ids import new_id
from careteam.notifications.rules import AGAIN, KEPT, REPEAT, About, Became, Channel, Held, NoticeLevel

#: How long a worker has before others may take a notice up again, in seconds.
LEASE = 120
_CLAIM = """
UPDATE care.notice SET attempts = attempts + 1, due_at = care.now() + make_interval(secs => $1)
WHERE id = (
  SELECT id FROM care.notice WHERE outcome IS NULL AND due_at <= care.now()
  ORDER BY level = 'routine', due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING *, care.now() AS now"""
_HOLD = (
    "UPDATE care.notice SET due_at = $2, held = $3, attempts = CASE WHEN $4 THEN attempts ELSE 0 END "
    "WHERE id = $1 AND outcome IS NULL"
)
#: What came meanwhile is looked at anew.
_SETTLE = (
    "UPDATE care.notice SET outcome = $3, held = NULL, decided_at = care.now() "
    "WHERE id = $1 AND outcome IS NULL AND number = $2"
)
_ANEW = "UPDATE care.notice SET due_at = care.now() WHERE id = $1 AND outcome IS NULL"
_BUNDLE = (
    "UPDATE care.notice SET outcome = 'bundled', held = NULL, decided_at = care.now() WHERE person_id = $1 "
    "AND channel = $2 AND level = 'routine' AND about <> 'test' AND outcome IS NULL AND due_at <= $3 AND id <> $4"
)
#: An alarm sounds again until somebody has it in hand.
_REPEAT = (
    "INSERT INTO care.notice (id, person_id, channel, about, level, subject_id, stream_id, number, created_at, due_at) "
    "SELECT $2, person_id, channel, about, level, subject_id, stream_id, number, care.now(), care.now() + $3::interval "
    "FROM care.notice WHERE id = $1 ON CONFLICT (person_id, channel, subject_id) WHERE outcome IS NULL DO NOTHING"
)
_LATELY = """
SELECT max(decided_at) FILTER (WHERE level = 'routine' AND about <> 'test' AND channel = $2
                               AND ($3::uuid IS NULL OR subject_id = $3)) AS told,
       coalesce(array_agg(DISTINCT subject_id) FILTER (WHERE about = 'alarm'), '{}') AS alarms,
       coalesce(array_agg(DISTINCT stream_id) FILTER (WHERE about = 'alarm'), '{}') AS streams
FROM care.notice WHERE person_id = $1 AND outcome = 'sent' AND created_at > $4::timestamptz - interval '2 days'"""
_FORGET = (
    "DELETE FROM care.notice WHERE id IN (SELECT id FROM care.notice WHERE created_at < care.now() - $1::interval "
    "LIMIT 100 FOR UPDATE SKIP LOCKED)"
)


@dataclass(frozen=True)
class Waiting:
    """Somebody who waits to be told."""

    id: UUID
    person_id: UUID
    channel: Channel
    about: About
    level: NoticeLevel
    subject_id: UUID
    stream_id: UUID
    number: int
    created_at: datetime
    attempts: int
    now: datetime


async def claim(trail: Trail) -> Waiting | None:
    """The next who is due, the urgent first; nobody else takes it up for a while."""
    async with trail.database.writing() as connection:
        row: Any = await connection.fetchrow(_CLAIM, float(LEASE))
    if row is None:
        return None
    return Waiting(
        row["id"], row["person_id"], Channel(row["channel"]), About(row["about"]), NoticeLevel(row["level"]), row["subject_id"],
        row["stream_id"], row["number"], row["created_at"], row["attempts"], row["now"],
    )  # fmt: skip


async def hold(trail: Trail, notice: Waiting, until: datetime, why: Held) -> None:
    """Put a notice off."""
    async with trail.database.writing() as connection:
        await connection.execute(_HOLD, notice.id, until, why, why is Held.RETRY)


async def settle(trail: Trail, notice: Waiting, outcome: Became) -> None:
    """Say what became of a notice; a letter that went out stands for all that were due with it."""
    async with trail.database.writing() as connection, connection.transaction():
        done = await connection.execute(_SETTLE, notice.id, notice.number, outcome)
        if done != "UPDATE 1":
            await connection.execute(_ANEW, notice.id)
        if outcome is Became.SENT and notice.channel is Channel.PUSH and notice.about is About.ALARM:
            await connection.execute(_REPEAT, notice.id, new_id(), REPEAT)
        routine = notice.level is NoticeLevel.ROUTINE and notice.about is not About.TEST
        if outcome is Became.SENT and notice.channel is not Channel.PUSH and routine:
            await connection.execute(_BUNDLE, notice.person_id, notice.channel, notice.now, notice.id)


@dataclass(frozen=True)
class Lately:
    """What somebody was told in the last days."""

    #: Until when it is too soon to tell them again by this channel.
    until: datetime | None
    #: The alarms they were told of by any channel, and the streams these lie in.
    alarms: list[UUID]
    streams: list[UUID]


async def lately(trail: Trail, notice: Waiting) -> Lately:
    """What whom a notice concerns was told before."""
    subject = notice.subject_id if notice.channel is Channel.PUSH else None
    async with trail.database.writing() as connection:
        row: Any = await connection.fetchrow(_LATELY, notice.person_id, notice.channel, subject, notice.now)
    told = row["told"]
    return Lately(told and told + AGAIN[notice.channel], row["alarms"], row["streams"])


async def forget_old(trail: Trail) -> None:
    """Let go of what is older than a month."""
    async with trail.database.writing() as connection:
        await connection.execute(_FORGET, KEPT)

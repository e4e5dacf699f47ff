"""Pays what is owed AFTER a change: each delivery's handler runs until its effect is committed, and has it once.

A delivery is claimed by moving its due time ahead, so no lock is held while a handler works: whoever dies leaves it to
be claimed again, and whoever comes second finds it settled (`Change`, `after=`) and has no effect.
"""

import logging
import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias
from uuid import UUID

from careteam.audit.sealing import DeliveredAlready
from careteam.audit.trail import Trail

log = logging.getLogger(__name__)

#: How long a worker has before others may take a delivery up again, in seconds. Longer work is safe, only done twice.
LEASE = 120
#: The longest time between two tries, in seconds.
LONGEST_WAIT = 3600
#: A delivery that has failed this often needs somebody to look at it.
MANY = 8

_CLAIM = """
UPDATE care.delivery SET attempts = attempts + 1, due_at = clock_timestamp() + make_interval(secs => $1)
WHERE id = (
  SELECT id FROM care.delivery WHERE due_at <= clock_timestamp() ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING id, stream_id, change_id, plan_id, reaction, subjects, attempts"""
_AGAIN = "UPDATE care.delivery SET due_at = clock_timestamp() + make_interval(secs => $2) WHERE id = $1"
_COUNT = """
SELECT count(*) AS waiting, count(*) FILTER (WHERE attempts > 0) AS tried,
  count(*) FILTER (WHERE attempts >= $1) AS stuck
FROM care.delivery"""


@dataclass(frozen=True)
class Owed:
    """One AFTER reaction that is owed to an entry. Its handler's Change is opened with `after=owed.id`."""

    id: UUID
    stream_id: UUID
    change_id: UUID
    plan_id: UUID | None
    reaction: str
    subjects: tuple[UUID, ...]
    attempts: int


@dataclass(frozen=True)
class Backlog:
    """What is owed now: all of it, what was tried in vain or is being tried, and what needs somebody to look at it."""

    waiting: int
    tried: int
    stuck: int


Handler: TypeAlias = Callable[[Trail, Owed], Awaitable[None]]


async def drain(trail: Trail, handlers: Mapping[str, Handler], *, limit: int = 100) -> int:
    """Try what is due, at most `limit` deliveries, and return how many are settled. Failures hold up nobody."""
    settled = 0
    for _ in range(limit):
        owed = await _claim(trail)
        if owed is None:
            break
        settled += await _settled(trail, handlers, owed)
    return settled


async def backlog(trail: Trail) -> Backlog:
    """How much is owed."""
    async with trail.database.writing() as connection:
        row = await connection.fetchrow(_COUNT, MANY)
    return Backlog(row["waiting"], row["tried"], row["stuck"])


def wait(attempts: int) -> float:
    """Seconds until the next try after so many: doubling up to an hour, and spread."""
    return min(LONGEST_WAIT, 2.0 ** min(attempts, 12)) * random.uniform(0.5, 1.0)  # noqa: S311 - no secret


async def _claim(trail: Trail) -> Owed | None:
    async with trail.database.writing() as connection:
        row: Any = await connection.fetchrow(_CLAIM, float(LEASE))
    if row is None:
        return None
    return Owed(
        row["id"], row["stream_id"], row["change_id"], row["plan_id"], row["reaction"], tuple(row["subjects"]),
        row["attempts"],
    )  # fmt: skip


async def _settled(trail: Trail, handlers: Mapping[str, Handler], owed: Owed) -> bool:
    said = {"reaction": owed.reaction, "attempts": owed.attempts, "change": str(owed.change_id)}
    try:
        await handlers[owed.reaction](trail, owed)
    except DeliveredAlready:
        log.info("another worker was faster", extra=said)
        return False
    except Exception as error:
        log.warning("a delivery failed", extra={**said, "error": type(error).__name__})
        async with trail.database.writing() as connection:
            await connection.execute(_AGAIN, owed.id, wait(owed.attempts))
        return False
    return True

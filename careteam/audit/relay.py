"""Pays what is owed AFTER a change: each delivery's handler runs until its effect is committed, and has it once.

A delivery is claimed by moving its due time ahead, so no lock is held while a handler works: whoever dies leaves it to
be claimed again, and whoever comes second finds it settled (`Change`, `after=`) and has no effect.

What comes with every message is done for many at once (`Together`); what has failed once is tried by itself.
"""

import logging
import random
from collections.abc import Awaitable, Callable, Mapping, Sequence
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
#: How many deliveries are done at once, at most.
AT_ONCE = 100

_CLAIM = """
UPDATE care.delivery SET attempts = attempts + 1, due_at = clock_timestamp() + make_interval(secs => $1)
WHERE id IN (
  SELECT id FROM care.delivery WHERE due_at <= clock_timestamp() AND ($2::text IS NULL OR reaction = $2 AND attempts = 0)
  ORDER BY due_at LIMIT $3 FOR UPDATE SKIP LOCKED)
RETURNING id, stream_id, change_id, plan_id, reaction, subjects, attempts"""
_AGAIN = "UPDATE care.delivery SET due_at = clock_timestamp() + make_interval(secs => $2) WHERE id = ANY ($1)"
_COUNT = """
SELECT count(*) AS waiting, count(*) FILTER (WHERE attempts > 0) AS tried,
  count(*) FILTER (WHERE attempts >= $1) AS stuck
FROM care.delivery"""


@dataclass(frozen=True)
class Owed:
    """One AFTER reaction that is owed to an entry. Its handler's Change is opened with `after=[owed.id]`."""

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


@dataclass(frozen=True)
class Together:
    """Does what is owed of one name for all that is due, in one Change, opened with `after` all their ids."""

    handle: Callable[[Trail, Sequence[Owed]], Awaitable[None]]


Handler: TypeAlias = Callable[[Trail, Owed], Awaitable[None]] | Together


async def drain(trail: Trail, handlers: Mapping[str, Handler], *, limit: int = 100) -> int:
    """Try what is due, about `limit` deliveries, and return how many are settled. Failures hold up nobody."""
    taken = settled = 0
    while taken < limit:
        owed = await _claim(trail, most=1)
        if not owed:
            break
        if isinstance(handlers.get(owed[0].reaction), Together) and owed[0].attempts == 1:
            owed += await _claim(trail, most=AT_ONCE - 1, reaction=owed[0].reaction)
        taken += len(owed)
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


async def _claim(trail: Trail, *, most: int, reaction: str | None = None) -> list[Owed]:
    async with trail.database.writing() as connection:
        rows: list[Any] = await connection.fetch(_CLAIM, float(LEASE), reaction, most)
    return [
        Owed(
            row["id"], row["stream_id"], row["change_id"], row["plan_id"], row["reaction"], tuple(row["subjects"]),
            row["attempts"],
        )
        for row in rows
    ]  # fmt: skip


async def _settled(trail: Trail, handlers: Mapping[str, Handler], owed: Sequence[Owed]) -> int:
    first = owed[0]
    said = {
        "reaction": first.reaction, "attempts": first.attempts, "change": str(first.change_id), "deliveries": len(owed)
    }  # fmt: skip
    try:
        handler = handlers[first.reaction]
        await (handler.handle(trail, owed) if isinstance(handler, Together) else handler(trail, first))
    except DeliveredAlready:
        log.info("another worker was faster", extra=said)
        return 0
    except Exception as error:
        log.warning("a delivery failed", extra={**said, "error": type(error).__name__})
        async with trail.database.writing() as connection:
            await connection.execute(_AGAIN, [one.id for one in owed], wait(first.attempts))
        return 0
    return len(owed)

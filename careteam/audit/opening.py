"""Opening a change: who asks is known, the policy is asked, the key is taken; it commits when the block ends."""

import hmac
from collections.abc import AsyncGenerator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from careteam.access.actions import Action
from careteam.access.policy import may_at_all
from careteam.access.roles import Actor, Standing
from careteam.access.rules import Case
from careteam.access.sql import RELATIONS, STANDING, read_standing, standing_of
from careteam.access.streams import AUDIENCE, StreamKind
from careteam.audit.change import Change
from careteam.audit.sealing import seal
from careteam.audit.trail import Trail
from careteam.audit.unit import Unit
from careteam.core import problems
from careteam.core.broker import MARKS
from careteam.core.ids import ChangeId, PlanId, new_id

_BEGIN_CHANGE = (
    "INSERT INTO care.change (id, actor, key, request, at) VALUES ($1, $2, $3, $4, care.now()) "
    "ON CONFLICT (actor, key) DO NOTHING RETURNING at"
)
#: The same, with how the actor stands towards plan $5: one round trip less on the hottest path.
_BEGIN_ON_PLAN = (
    f"WITH begun AS ({_BEGIN_CHANGE}) SELECT b.at, {STANDING} FROM begun b LEFT JOIN care.plan p ON p.id = $5 "
    + RELATIONS.format(now="b.at")
)
_EARLIER = "SELECT id, request, result FROM care.change WHERE actor = $1 AND key = $2"


@dataclass(eq=False)
class AlreadyDone(problems.Problem):
    """This request was carried out before; the first result stands."""

    status = 200
    change_id: UUID
    result_id: UUID


@asynccontextmanager
async def transaction(trail: Trail) -> AsyncGenerator[Any]:
    """One transaction; what the database refuses is told as what it means."""
    try:
        async with trail.database.writing() as connection, connection.transaction():
            yield connection
    except asyncpg.SerializationError as error:
        raise problems.StandingChanged from error
    except (asyncpg.DeadlockDetectedError, asyncpg.LockNotAvailableError) as error:
        raise problems.Busy from error
    except (asyncpg.UniqueViolationError, asyncpg.ExclusionViolationError) as error:
        raise problems.Conflict from error


@asynccontextmanager
async def open_change(
    trail: Trail,
    actor: Actor,
    action: Action,
    *,
    plan_id: PlanId | None = None,
    key: UUID | None = None,
    request: bytes = b"",
    after: Collection[UUID] = (),
) -> AsyncGenerator[Change]:
    """Ask the policy, open a change, and commit it when the block ends without an exception.

    Raise NotFound where the plan does not exist for the actor, Forbidden where the action is not theirs, AlreadyDone
    where this actor has used `key` for the same request before, InProgress where that request takes its time.
    """
    positions: list[tuple[UUID, int, bool]] = []
    async with transaction(trail) as connection:
        change_id = ChangeId(new_id())
        try:
            now, standing = await _begin(trail, connection, change_id, actor, plan_id, key, request)
        except asyncpg.LockNotAvailableError as error:
            raise problems.InProgress from error
        ask(standing, action)
        unit = Unit(trail, connection, change_id, now, action, standing)
        change = Change(unit, standing, action, plan_id)
        yield change
        positions = await seal(unit, after=after, keyed=key is not None)
    publish(trail, [*positions, *((stream_id, MARKS, False) for stream_id in unit.marked)])


async def _begin(
    trail: Trail,
    connection: Any,
    change_id: UUID,
    actor: Actor,
    plan_id: PlanId | None,
    key: UUID | None,
    request: bytes,
) -> tuple[datetime, Standing]:
    """Take the key, read the clock and how the actor stands; whoever used the key before is told what came of it."""
    if key is None:
        return await stand(connection, actor, plan_id)
    digest = await fingerprint(trail, connection, request)
    asked = (change_id, actor.person_id, key, digest)
    if plan_id is None:
        now = await connection.fetchval(_BEGIN_CHANGE, *asked)
        if now is not None:
            return now, Standing(actor)
    elif rows := await connection.fetch(_BEGIN_ON_PLAN, *asked, plan_id):
        return rows[0]["at"], known(standing_of(rows, actor, plan_id))
    earlier = await connection.fetchrow(_EARLIER, actor.person_id, key)
    if earlier is None:
        raise problems.Busy
    if earlier["request"] != digest:
        raise problems.KeyReused
    raise AlreadyDone(change_id=earlier["id"], result_id=earlier["result"] or earlier["id"])


async def fingerprint(trail: Trail, connection: Any, request: bytes) -> bytes:
    """By what a repeated request is known. An empty one holds nothing to guess: the very first change has no key yet."""
    if not request:
        return bytes(32)
    await trail.load_keys(connection, [None])
    return hmac.digest(trail.ring.request_key(), request, "sha256")


async def stand(connection: Any, actor: Actor, plan_id: PlanId | None) -> tuple[datetime, Standing]:
    """What the clock says, and how the actor stands then towards the plan (or the organisation), in one round trip.

    NotFound where it does not exist for them.
    """
    if plan_id is None:
        return await connection.fetchval("SELECT care.now()"), Standing(actor)
    now, standing = await read_standing(connection, actor, plan_id)
    return now, known(standing)


def known(standing: Standing | None) -> Standing:
    """This standing; NotFound where the plan does not exist for the actor."""
    if standing is None or not AUDIENCE[StreamKind.ROSTER].allows(Case(standing)):
        raise problems.NotFound
    return standing


def ask(standing: Standing, action: Action) -> None:
    """Forbidden, unless there can be a row on which this actor may do it."""
    if not may_at_all(standing, action):
        raise problems.Forbidden(action=action)


def publish(trail: Trail, positions: list[tuple[UUID, int, bool]]) -> None:
    """After the commit: tell who is looking."""
    if trail.broker is not None:
        heads = {stream_id: (seq, standing) for stream_id, seq, standing in positions}
        for stream_id, (seq, standing) in heads.items():
            trail.broker.announce(stream_id, seq, standing=standing)

"""Which streams somebody hears of, and whom a change of rights concerns."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select

from careteam.access.models import RelationRow
from careteam.access.roles import Actor, Role
from careteam.access.sql import visible_streams
from careteam.access.streams import StreamKind
from careteam.audit.models import Stream
from careteam.audit.trail import Trail

#: Who reads some stream of every plan, also of one that was opened just now.
EVERYWHERE = frozenset({Role.COORDINATOR, Role.SUPERVISOR, Role.PRIVACY_OFFICER})
#: Kinds whose reading is a look at the plan itself, which is written down.
CONTENT = frozenset({StreamKind.RECORD, StreamKind.TEAM, StreamKind.CONVERSATION})


@dataclass(frozen=True)
class Followed:
    """A stream somebody reads: where it stands, and at which version of its plan's rights this was read."""

    id: UUID
    kind: StreamKind
    plan_id: UUID | None
    head: int
    version: int


@dataclass(frozen=True)
class Rights:
    """What somebody reads now, and when time alone will change it."""

    streams: tuple[Followed, ...]
    now: datetime
    #: Seconds until the first of their relations ends by itself.
    holds_for: float

    def content_plans(self) -> set[UUID]:
        """The plans of which they hear more than who is on the team."""
        return {one.plan_id for one in self.streams if one.plan_id is not None and one.kind in CONTENT}


async def read_rights(trail: Trail, actor: Actor) -> Rights:
    """What this person reads now."""
    mine = (RelationRow.person_id == actor.person_id) & RelationRow.ended_at.is_(None)
    async with trail.database.reading() as session:
        now: datetime = (await session.execute(select(func.care.now()))).scalar_one()
        ends = select(func.min(RelationRow.valid_until)).where(mine, RelationRow.valid_until > now)
        until: datetime | None = (await session.execute(ends)).scalar_one()
        columns = select(Stream.id, Stream.kind, Stream.plan_id, Stream.head_seq, Stream.standing_version)
        rows = await session.execute(columns.where(Stream.id.in_(visible_streams(actor, now))))
        streams = tuple(
            Followed(id_, StreamKind(kind), plan_id, head, version) for id_, kind, plan_id, head, version in rows
        )
    return Rights(streams, now, (until - now).total_seconds() if until else float("inf"))


async def heads(trail: Trail, streams: Collection[UUID]) -> Mapping[UUID, tuple[UUID | None, int, int]]:
    """Plan, head and standing version of these streams."""
    query = select(Stream.id, Stream.plan_id, Stream.head_seq, Stream.standing_version).where(Stream.id.in_(streams))
    async with trail.database.reading() as session:
        return {id_: (plan_id, head, version) for id_, plan_id, head, version in await session.execute(query)}


async def newly_related(trail: Trail, people: Collection[UUID], since: timedelta) -> set[UUID]:
    """Those of these people to whom something was opened lately."""
    relation = select(RelationRow.person_id).where(
        RelationRow.person_id.in_(people),
        RelationRow.ended_at.is_(None),
        RelationRow.valid_from.between(func.care.now() - since, func.care.now()),
    )
    async with trail.database.reading() as session:
        return set((await session.execute(relation)).scalars())


async def concerned(trail: Trail, plans: Collection[UUID]) -> set[UUID]:
    """Everybody who has, or had, to do with these plans."""
    query = select(RelationRow.person_id).where(RelationRow.plan_id.in_(plans)).distinct()
    async with trail.database.reading() as session:
        return set((await session.execute(query)).scalars())


async def plans_of(trail: Trail, streams: Collection[UUID]) -> set[UUID]:
    """The plans that these streams belong to."""
    query = select(Stream.plan_id).where(Stream.id.in_(streams)).distinct()
    async with trail.database.reading() as session:
        return {plan_id for plan_id in (await session.execute(query)).scalars() if plan_id is not None}


async def versions(trail: Trail, plans: Collection[UUID]) -> dict[UUID, int]:
    """The versions of these plans' rights."""
    query = select(Stream.plan_id, func.max(Stream.standing_version)).where(Stream.plan_id.in_(plans))
    async with trail.database.reading() as session:
        rows = await session.execute(query.group_by(Stream.plan_id))
        return {plan_id: version for plan_id, version in rows if plan_id is not None}


async def whereabouts(trail: Trail, stream_id: UUID) -> tuple[StreamKind, UUID | None] | None:
    """Kind and plan of a stream; None where there is none."""
    query = select(Stream.kind, Stream.plan_id).where(Stream.id == stream_id)
    async with trail.database.reading() as session:
        for kind, plan_id in await session.execute(query):
            return StreamKind(kind), plan_id
    return None

"""View: the only way to read. Read-only, confined to the streams its actor may see, written down before it answers."""

from collections.abc import AsyncGenerator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, cached_property
from typing import Any, TypeAlias, TypeVar
from uuid import UUID

from sqlalchemy import Select, Table, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import with_loader_criteria
from sqlalchemy.sql.visitors import iterate

from careteam.access.actions import Action
from careteam.access.roles import Actor, Standing
from careteam.access.rules import Case
from careteam.access.sql import own_streams, reviewable_streams, visible_streams
from careteam.access.streams import AUDIENCE, REVIEW, StreamKind
from careteam.audit.looks import note_access
from careteam.audit.models import Detail, Entry, Stream
from careteam.audit.opening import ask, stand
from careteam.audit.rows import shape_of
from careteam.audit.trail import Trail
from careteam.core import problems
from careteam.core.database import Base, Bound, OrganisationBound, PrivateBound
from careteam.core.ids import ORGANISATION_STREAM, PlanId
from careteam.crypto import blind

T = TypeVar("T")
#: A query of any columns.
Columns: TypeAlias = Select[*tuple[Any, ...]]

#: $1 plan, $2 person: the plan's streams, and whether the person is a member of the conversation that each may be.
_STREAMS = (
    "SELECT s.id, s.kind, EXISTS(SELECT FROM care.conversation_member m WHERE m.stream_id = s.id AND m.person_id = $2 "
    "AND m.removed_at IS NULL) AS mine FROM care.stream s WHERE s.plan_id = $1"
)


class View:
    """An open look at one plan, or at all the plans of its actor: read-only, and only the streams they may see."""

    def __init__(
        self,
        trail: Trail,
        session: AsyncSession,
        standing: Standing,
        action: Action,
        now: datetime,
        streams: "Streams | None",
    ) -> None:
        self._trail = trail
        self._session = session
        self.standing = standing
        self.action = action
        self.plan_id = standing.plan_id
        self.now = now
        self._streams = streams
        self._criteria: dict[str, Any] = {}
        #: The plans whose rows were read; a list across plans names them in its access entry.
        self.seen: set[UUID] = set()

    @property
    def actor(self) -> Actor:
        """Who looks."""
        return self.standing.actor

    @property
    def plan(self) -> UUID:
        """The plan of a look at one plan."""
        if self.plan_id is None:
            raise RuntimeError("this is a look across plans")
        return self.plan_id

    @property
    def sees_organisation(self) -> bool:
        """May the actor read the organisation's stream?"""
        return AUDIENCE[StreamKind.ORGANISATION].allows(Case(self.standing))

    async def all(self, query: Select[T]) -> list[T]:
        """The first column of every row."""
        return [row[0] for row in await self.rows(query)]

    async def first(self, query: Select[T]) -> T | None:
        """The first column of the first row, or None."""
        found = await self.all(query.limit(1))
        return found[0] if found else None

    async def one(self, query: Select[T]) -> T:
        """The first column of the only row; NotFound where the actor sees none."""
        found = await self.first(query)
        if found is None:
            raise problems.NotFound
        return found

    async def count(self, query: Columns) -> int:
        """How many rows the query has."""
        counted = select(func.count()).select_from(query.order_by(None).subquery())
        return (await self._session.execute(self._confined(counted))).scalar_one()

    async def rows(self, query: Columns) -> Sequence[Any]:
        """Every row, with its sealed text opened."""
        return await self._opened(await self._session.execute(self._confined(query)))

    async def own(self, query: Columns) -> Sequence[Any]:
        """Rows of the actor's own streams: this alone finds any, and it finds nobody else's and nothing besides."""
        mine = own_streams(self.actor)
        models = [_confined_models()[part.name] for part in iterate(query) if isinstance(part, Table)]
        if not all(issubclass(model, PrivateBound) for model in models):
            raise RuntimeError("what is one's own is read by itself")
        criteria = [with_loader_criteria(model, model.stream_id.in_(mine), include_aliases=True) for model in models]
        return (await self._session.execute(query.options(*criteria))).all()

    async def openly(self, query: Columns) -> Sequence[Any]:
        """Rows of the organisation that may be read wherever their ids may: names and roles of people."""
        return await self._opened(await self._session.execute(query))

    async def reviewed(self, query: Columns, model: type[Bound]) -> Sequence[Any]:
        """Facts of rows that their trail tells anyway (who, when), for whoever reviews the streams of these rows."""
        return (await self._session.execute(query.where(model.stream_id.in_(self._reviewable)))).all()

    async def counted(self, query: Columns, model: type[Bound]) -> Sequence[Any]:
        """Rows with their sealed text, of streams that the actor only reviews: to count, never to be told (ADR 16)."""
        if self.action is not Action.READ_OUTCOMES:
            raise RuntimeError("only outcomes are counted from what one may not read")
        return await self._opened(await self._session.execute(query.where(model.stream_id.in_(self._reviewable))))

    async def streams_of(self, query: Select[Stream]) -> list[Stream]:
        """Those of these streams that the actor reads."""
        found = await self._session.execute(query.where(Stream.id.in_(self._visible)))
        return list(found.scalars())

    async def reviewed_streams(self, query: Select[Stream]) -> list[Stream]:
        """Those of these streams whose trail the actor reviews."""
        found = await self._session.execute(query.where(Stream.id.in_(self._reviewable)))
        return list(found.scalars())

    @property
    def access_stream(self) -> UUID | None:
        """The stream that says who opened this plan, for a patient who asks for it (READ_ACCESS) and for oversight."""
        return self._streams.access if self._streams is not None else None

    @property
    def plan_streams(self) -> Mapping[str, UUID]:
        """The streams of this plan itself that the actor reads, by kind."""
        return self._streams.parts if self._streams is not None else {}

    async def tokens(self, field: str, text: str) -> list[bytes]:
        """The blind index tokens that a row must all have to match what was typed."""
        await self._trail.load_keys_for_reading([None])
        return blind.query_tokens(self._trail.ring.index_key(None), field, text)

    async def exact(self, field: str, text: str) -> bytes:
        """The blind index of a whole value (an e-mail address, an identifier)."""
        await self._trail.load_keys_for_reading([None])
        return blind.exact(self._trail.ring.index_key(None), field, text)

    async def detail_of(self, entry: Entry) -> tuple[bytes, bytes] | None:
        """Salt and sealed details of an entry whose stream the actor reads (not merely reviews)."""
        query = select(Detail.salt, Detail.sealed).where(
            Detail.stream_id == entry.stream_id, Detail.seq == entry.seq, Detail.stream_id.in_(self._told)
        )
        found = (await self._session.execute(query)).first()
        return None if found is None else (found[0], found[1])

    async def key_of(self, plan_id: UUID | None) -> bytes:
        """The data key of a plan (None: of the organisation)."""
        await self._trail.load_keys_for_reading([plan_id])
        return self._trail.ring.get(plan_id)

    @cached_property
    def _visible(self) -> Any:
        return visible_streams(self.actor, self.now) if self._streams is None else self._streams.read

    def _confined(self, query: Columns) -> Any:
        """Add to every bound table of the query, in joins and subqueries too, that its streams are the actor's."""
        tables = {part.name for part in iterate(query) if isinstance(part, Table)}
        return query.options(*(self._criterion(table) for table in tables if table in _confined_models()))

    def _criterion(self, table: str) -> Any:
        if table not in self._criteria:
            model = _confined_models()[table]
            streams = self._streams_for(model)
            # Not a lambda over the base class: SQLAlchemy shares the bound values of a lambda's closures between its
            # uses in one statement, and rows of one list are shown by the streams of another (test_view_confines.py).
            self._criteria[table] = with_loader_criteria(model, model.stream_id.in_(streams), include_aliases=True)
        return self._criteria[table]

    def _streams_for(self, model: Any) -> Any:
        if model is Entry:
            return self._reviewable if self.action in REVIEWS else self._told
        if issubclass(model, PrivateBound):
            return []
        if issubclass(model, OrganisationBound):
            return [ORGANISATION_STREAM] if self.sees_organisation else []
        return self._visible

    @cached_property
    def _told(self) -> Any:
        """The streams whose entries the actor reads with details; a patient's plain view of who opened their plan too."""
        visible = self._visible
        return [*visible, self.access_stream] if self.action is Action.READ_ACCESS else visible

    @cached_property
    def _reviewable(self) -> Any:
        return reviewable_streams(self.actor, self.now) if self._streams is None else self._streams.reviewed

    async def _opened(self, result: Any) -> Sequence[Any]:
        rows = result.all()
        entities = [value for row in rows for value in row if isinstance(value, Bound)]
        self.seen.update(plan for entity in entities if (plan := _plan(entity)) is not None)
        await self._unseal(entities)
        return rows

    async def _unseal(self, entities: Iterable[Bound]) -> None:
        sealed = [entity for entity in entities if shape_of(type(entity)).sealed]
        if not sealed:
            return
        await self._trail.load_keys_for_reading({_plan(entity) for entity in sealed})
        for entity in sealed:
            shape, key = shape_of(type(entity)), self._trail.ring.get(_plan(entity))
            for name in shape.sealed:
                values: dict[str, Any] = vars(entity)
                if isinstance(values.get(name), bytes):
                    values[name] = shape.opened(values, name, key)


@dataclass(frozen=True)
class Streams:
    """The streams of one plan that an actor reads with details (R), and whose entries they review (T)."""

    read: list[UUID]
    reviewed: list[UUID]
    access: UUID | None
    #: Those of the plan itself that they read, by kind.
    parts: Mapping[str, UUID] = field(default_factory=dict[str, UUID])

    @classmethod
    async def of(cls, connection: Any, standing: Standing) -> "Streams":
        """Decide for each stream of the plan by the rule of its kind."""
        rows = await connection.fetch(_STREAMS, standing.plan_id, standing.actor.person_id)
        cases = [(row["id"], row["kind"], Case.about(standing, in_conversation=row["mine"])) for row in rows]
        read = [id_ for id_, kind, case in cases if AUDIENCE[StreamKind(kind)].allows(case)]
        reviewed = [id_ for id_, kind, case in cases if REVIEW[StreamKind(kind)].allows(case)]
        access = next((id_ for id_, kind, _ in cases if kind == StreamKind.ACCESS), None)
        parts = {kind: id_ for id_, kind, _ in cases if id_ in read and kind.startswith("plan/")}
        return cls(read, [*read, *reviewed], access, parts)


@cache
def _models_among(mapped: int) -> dict[str, Any]:
    del mapped  # as many tables as were mapped when it was asked: a feature imported later is confined as well
    classes = (mapper.class_ for mapper in Base.registry.mappers)
    return {c.__tablename__: c for c in classes if c is Entry or issubclass(c, Bound)}


def _confined_models() -> dict[str, Any]:
    """Every table whose rows belong to streams, by name."""
    return _models_among(len(Base.registry.mappers))


#: Views of these actions read entries by the right to review (T), not by the right to read (R).
REVIEWS = frozenset({Action.REVIEW_TRAIL, Action.EXPORT_TRAIL, Action.READ_TRAIL_DETAIL, Action.READ_ALERTS})


def _plan(entity: Bound) -> UUID | None:
    return entity.plan_id  # type: ignore[attr-defined, no-any-return]


@asynccontextmanager
async def open_view(
    trail: Trail, actor: Actor, action: Action, *, plan_id: PlanId | None = None, screen: str
) -> AsyncGenerator[View]:
    """Ask the policy, write down the look, and open a READ ONLY transaction, which shows one moment.

    A look at one plan is written down before it is opened; a list across plans before its answer leaves, naming them.
    Raise NotFound or Forbidden as a change would.
    """
    async with trail.database.writing() as connection:
        now, standing = await stand(connection, actor, plan_id)
        streams = await Streams.of(connection, standing) if plan_id is not None else None
    ask(standing, action)
    if plan_id is not None:
        await note_access(trail, actor, action, standing, {plan_id}, screen, now)
    async with trail.database.reading() as session:
        view = View(trail, session, standing, action, now, streams)
        yield view
    if plan_id is None:
        await note_access(trail, actor, action, standing, view.seen, screen, now)


@asynccontextmanager
async def open_feed(trail: Trail, streams: list[UUID]) -> AsyncGenerator[View]:
    """What an API process reads for those it tells: these streams and no other. Who is told is decided for each of them."""
    async with trail.database.writing() as connection:
        now = await connection.fetchval("SELECT care.now()")
    async with trail.database.reading() as session:
        confined = Streams(streams, streams, None)
        yield View(trail, session, Standing(Actor.system()), Action.RUN_REACTION, now, confined)

"""Change: the only way to write. Actor + action + plan + transaction in one object."""

import hashlib
import re
import secrets
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, TypeAlias, TypeVar
from uuid import UUID

import asyncpg

from careteam.access.actions import Action
from careteam.access.policy import POLICY, acting_role, may, may_at_all
from careteam.access.roles import Actor, Role, Standing
from careteam.access.rules import Case, decides_on_facts
from careteam.access.sql import RELATIONS, STANDING, read_standing, standing_of
from careteam.access.streams import AUDIENCE, StreamKind
from careteam.audit import events
from careteam.audit.chain import commitment, details_bytes
from careteam.audit.event import Event
from careteam.audit.models import DataKey
from careteam.audit.rows import Shape, plain, row_plan, shape_of
from careteam.audit.trail import Trail
from careteam.core import problems
from careteam.core.broker import MARKS
from careteam.core.database import Bound, OrganisationBound
from careteam.core.ids import ORGANISATION_STREAM, ChangeId, PlanId, StreamId, new_id
from careteam.crypto import atrest, blind

M = TypeVar("M", bound=Bound)

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
_RESULT = "UPDATE care.change SET result = $2 WHERE id = $1"
_STREAMS = "SELECT id, kind FROM care.stream WHERE plan_id = $1 AND kind LIKE 'plan/%'"
_OPEN_STREAM = "INSERT INTO care.stream (id, kind, plan_id, change_id) VALUES ($1, $2, $3, $4)"
_APPEND = "SELECT o_stream, o_seq FROM care.append_entries($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16)"
_PLANS_OF = "SELECT DISTINCT plan_id FROM care.relation WHERE person_id = $1 AND ended_at IS NULL ORDER BY plan_id"
_MARK = (
    "INSERT INTO care.access_mark (person_id, plan_id, screen, quarter) SELECT $1, p, $3, $4 FROM unnest($2::uuid[]) p "
    "ON CONFLICT DO NOTHING RETURNING plan_id"
)
#: $1 conversation, $2 person, $3 up to which message, $4 plan. No row: not theirs. `moved`: it was not known before.
_DELIVERED = """
WITH mine AS (
  SELECT c.id, c.stream_id, least($3::bigint, c.message_count) AS number
  FROM care.conversation c JOIN care.conversation_member m
    ON m.conversation_id = c.id AND m.person_id = $2 AND m.removed_at IS NULL
  WHERE c.id = $1 AND c.plan_id = $4),
marked AS (
  INSERT INTO care.delivered_mark AS d (conversation_id, person_id, number) SELECT id, $2, number FROM mine
  ON CONFLICT (conversation_id, person_id) DO UPDATE SET number = excluded.number WHERE d.number < excluded.number
  RETURNING number)
SELECT stream_id, EXISTS(SELECT FROM marked) AS moved FROM mine"""
_DELIVER = (
    "INSERT INTO care.delivery (id, stream_id, change_id, plan_id, reaction, subjects, due_at) "
    "VALUES ($1, $2, $3, $4, $5, $6, clock_timestamp())"
)


@dataclass(eq=False)
class AlreadyDone(problems.Problem):
    """This request was carried out before; the first result stands."""

    status = 200
    change_id: UUID
    result_id: UUID


class DeliveredAlready(Exception):
    """Another worker has had this delivery's effect; this one is undone."""


_Statement: TypeAlias = tuple[str, tuple[Any, ...]]
_PARAMETER = re.compile(r"\$(\d+)")
#: A change with at most so many rows is written in one statement.
TOGETHER = 6


@dataclass
class _Held:
    """A row in the hands of a change, and what it was when it was read (None: it is new)."""

    row: Bound
    shape: Shape[Any]
    before: dict[str, Any] | None

    def changed(self) -> tuple[str, ...]:
        """The columns whose values differ from what was read."""
        if self.before is None:
            return self.shape.columns
        return tuple(name for name, value in self.before.items() if getattr(self.row, name) != value)


@dataclass
class _Entry:
    """An entry on its way to the trail."""

    event: Event
    stream_id: UUID
    plan_id: UUID | None
    cause: UUID | None
    role: Role
    version: int


@dataclass
class _Unit:
    """What all parts of one transaction share."""

    trail: Trail
    connection: Any
    change_id: ChangeId
    now: datetime
    held: dict[UUID, _Held] = field(default_factory=dict[UUID, _Held])
    entries: list[_Entry] = field(default_factory=list[_Entry])
    streams: dict[UUID | None, dict[str, StreamId]] = field(default_factory=dict[UUID | None, dict[str, StreamId]])
    opened: set[UUID] = field(default_factory=set[UUID])
    #: Statements on tables that are not bound to the trail, run once the rows are written.
    unbound: list[tuple[str, tuple[Any, ...]]] = field(default_factory=list[tuple[str, tuple[Any, ...]]])
    #: Streams whose delivered marks moved; told live, without an entry.
    marked: set[UUID] = field(default_factory=set[UUID])
    required: bool = False
    result: UUID | None = None


class Change:
    """An open change to one plan (or the organisation): one actor, one permitted action, one transaction.

    The only way to write. It cannot commit a row it has recorded no event for.
    """

    def __init__(
        self, unit: _Unit, standing: Standing, action: Action, plan_id: PlanId | None, *, cause: UUID | None = None
    ) -> None:
        self._unit = unit
        self._cause = cause
        self._case = Case.before_any_row(standing)
        self.standing = standing
        self.action = action
        self.plan_id = plan_id

    @property
    def id(self) -> ChangeId:
        """This change's id; every row it writes carries it."""
        return self._unit.change_id

    @property
    def actor(self) -> Actor:
        """Who asks."""
        return self.standing.actor

    @property
    def now(self) -> datetime:
        """The one clock, read once for the whole change."""
        return self._unit.now

    @property
    def role(self) -> Role:
        """The role that gives the right; it is kept with every entry."""
        return acting_role(self._case, self.action) or self.actor.role_towards(self.standing)

    @property
    def consequence(self) -> bool:
        """Is this what follows from another event, rather than what was asked for?"""
        return self._cause is not None

    def require(self, action: Action, **facts: Any) -> None:
        """Ask the policy again, now that the row is known; raise Forbidden. A consequence needs no right of its own."""
        if self.consequence:
            return
        if action is not self.action:
            raise RuntimeError(f"a change for {self.action} cannot {action}")
        self._case = Case.about(self.standing, **facts)
        self._unit.required = True
        if not may(self._case, action):
            raise problems.Forbidden(action=action)

    async def get(self, model: type[M], id_: UUID) -> M:
        """Read and lock a row of this plan (or of the organisation); raise NotFound for any other."""
        rows = await self.find(model, id=id_)
        if not rows:
            raise problems.NotFound
        return rows[0]

    async def find(self, model: type[M], **equal: Any) -> list[M]:
        """Read and lock the rows of this plan (or of the organisation) whose columns have these values, in key order.

        A list stands for any of its values.
        """
        shape = shape_of(model)
        if not issubclass(model, OrganisationBound):
            equal = {"plan_id": self.plan_id, **equal}
        empty = tuple(name for name, value in equal.items() if value is None)
        criteria = tuple(name for name in equal if name not in empty)
        values = [equal[name] for name in criteria]
        among = tuple(name for name in criteria if isinstance(equal[name], list))
        records = await self._unit.connection.fetch(shape.select(criteria, empty, among), *values)
        if shape.sealed:
            await self._unit.trail.load_keys(self._unit.connection, {record["plan_id"] for record in records})
        rows = [self._hold(shape, record) for record in records]
        mine = [row for row in rows if await self._may_see(row)]
        return mine + [row for row in self._new(model) if all(_equals(getattr(row, k), v) for k, v in equal.items())]

    def _new(self, model: type[M]) -> list[M]:
        return [h.row for h in self._unit.held.values() if h.before is None and isinstance(h.row, model)]

    def _hold(self, shape: Shape[Any], record: Any) -> Any:
        held = self._unit.held.get(record["id"])
        if held is None:
            key = self._unit.trail.ring.get(record["plan_id"]) if shape.sealed else None
            row = shape.made(record, key)
            held = _Held(row, shape, {name: getattr(row, name) for name in shape.columns})
            self._unit.held[row.id] = held
        return held.row

    async def _may_see(self, row: Bound) -> bool:
        """Rows of a stream that the actor may not read do not exist for them; conversations check their members."""
        if row_plan(row) is None or self.consequence or type(row).home == StreamKind.CONVERSATION:
            return True
        kinds = {stream: kind for kind, stream in (await self.streams()).items()}
        kind = kinds.get(StreamId(row.stream_id))
        return kind is None or AUDIENCE[StreamKind(kind)].allows(Case(self.standing))

    async def streams(self) -> dict[str, StreamId]:
        """The streams of this plan by kind, without its conversations."""
        known = self._unit.streams.get(self.plan_id)
        if known is None:
            records: list[Any] = await self._unit.connection.fetch(_STREAMS, self.plan_id) if self.plan_id else []
            known = self._unit.streams[self.plan_id] = {r["kind"]: StreamId(r["id"]) for r in records}
        return known

    async def stream(self, kind: str) -> StreamId:
        """The stream of this kind: the organisation's, or this plan's."""
        return ORGANISATION_STREAM if kind == StreamKind.ORGANISATION else (await self.streams())[kind]

    async def add(self, row: M, *, stream_id: UUID | None = None) -> M:
        """Take a new row into this change: in the stream of its kind, or in the one given, which must be this plan's."""
        shape = shape_of(type(row))
        row.stream_id = stream_id or await self.stream(type(row).home)
        row.change_id = self.id
        if not isinstance(row, OrganisationBound):
            row.plan_id = self.plan_id  # type: ignore[attr-defined]
        shape.fill(row)
        if shape.sealed:
            await self._unit.trail.load_keys(self._unit.connection, [row_plan(row)])
        self._unit.held[row.id] = _Held(row, shape, None)
        return row

    async def record(self, event: Event) -> None:
        """Tell the trail what happened, then do what follows from it WITHIN this change."""
        subjects = event.subjects()
        touched = [held.row for id_ in subjects if (held := self._unit.held.get(id_)) and self._is_touched(held)]
        if event.stream is not None:
            stream_id = await self.stream(event.stream)
        elif touched:
            stream_id = touched[0].stream_id
        elif any(id_ in self._unit.held for id_ in subjects):
            return  # everything is already as it was to become: nothing happened
        else:
            raise RuntimeError(f"{event.name} accounts for no row and names no stream")
        plan_id = None if stream_id == ORGANISATION_STREAM else self.plan_id
        version = await self._plan_version() if plan_id else 0
        entry = _Entry(event, stream_id, plan_id, self._cause, self.role, version)
        self._unit.entries.append(entry)
        if self._unit.result is None and subjects:
            self._unit.result = subjects[0]
        consequence = self._as_consequence(self.plan_id, subjects[0] if subjects else self.id)
        for reaction in self._unit.trail.reactions.within.get(type(event), ()):
            await reaction(consequence, event)

    def _is_touched(self, held: _Held) -> bool:
        return held.before is None or bool(held.changed())

    async def _plan_version(self) -> int:
        held = self._unit.held.get(self.plan_id) if self.plan_id else None
        return getattr(held.row, "version", 0) if held else self.standing.plan_version

    def _as_consequence(self, plan_id: PlanId | None, cause: UUID) -> "Change":
        return Change(self._unit, self.standing, self.action, plan_id, cause=cause)

    def within(self, plan_id: PlanId) -> "Change":
        """The same change for a plan that it has consequences in (an ended person's tasks, an import's plans)."""
        cause = self._cause or self.id
        return self._as_consequence(plan_id, cause)

    def answer(self, id_: UUID) -> UUID:
        """Say which row the request was about, for whoever repeats it."""
        self._unit.result = id_
        return id_

    async def open_stream(self, kind: str) -> StreamId:
        """Open a stream of this plan, or a private one; an event must name it."""
        stream_id = StreamId(new_id())
        plan_id = None if kind == StreamKind.PRIVATE else self.plan_id
        await self._unit.connection.execute(_OPEN_STREAM, stream_id, str(kind), plan_id, self.id)
        self._unit.opened.add(stream_id)
        return stream_id

    async def open_plan_streams(self, plan_id: PlanId) -> None:
        """Give a new plan its four streams and its data key; this change is about that plan from here on."""
        self.plan_id = plan_id
        team = await self.open_stream(StreamKind.TEAM)
        others = {kind: await self.open_stream(kind) for kind in ("plan/record", "plan/roster", "plan/access")}
        self._unit.streams[plan_id] = {"plan/team": team, **others}
        data_key, key_id = atrest.new_data_key(), new_id()
        wrapped = self._unit.trail.deployment_key.wrap(data_key, key_id=key_id)
        self._unit.trail.ring.add(plan_id, data_key)
        await self.add(DataKey(id=key_id, wrapped=wrapped))
        await self.record(events.PlanStreamsOpened(team_stream_id=team))
        await self.record(events.StreamsOpened(stream_ids=tuple(others.values()), key_id=key_id))

    async def first_look(self, plans: list[UUID], screen: str, quarter: int) -> list[UUID]:
        """Of these plans, the ones whose screen this actor has not opened yet in this quarter of an hour."""
        records = await self._unit.connection.fetch(_MARK, self.actor.person_id, plans, screen, quarter)
        return [record["plan_id"] for record in records]

    async def plans_of(self, person_id: UUID) -> list[PlanId]:
        """The plans a person is now on, or may open; for what follows there when they leave."""
        return [PlanId(record["plan_id"]) for record in await self._unit.connection.fetch(_PLANS_OF, person_id)]

    async def mark_delivered(self, conversation_id: UUID, number: int) -> bool:
        """Note up to which message the actor's devices have a conversation; False where they are not in it.

        Not bound: it says nothing but that a device was there, and it only grows.
        """
        person_id = self.actor.person_id
        mine = await self._unit.connection.fetchrow(_DELIVERED, conversation_id, person_id, number, self.plan_id)
        if mine is not None and mine["moved"]:
            self._unit.marked.add(mine["stream_id"])
        return mine is not None

    async def begin_activity(self, session_id: UUID) -> None:
        """Start counting idleness of a session; not bound, it says nothing but that somebody is there."""
        insert = "INSERT INTO care.session_activity (session_id, seen_at) VALUES ($1, $2)"
        self._unit.unbound.append((insert, (session_id, self.now)))

    async def exact(self, field_: str, text: str) -> bytes:
        """The blind index of a whole value (an e-mail address, an identifier)."""
        return blind.exact(await self._index_key(), field_, text)

    async def prefixes(self, field_: str, text: str) -> list[bytes]:
        """The blind index of the beginnings of a text's words (a name)."""
        return blind.prefixes(await self._index_key(), field_, text)

    async def _index_key(self) -> bytes:
        await self._unit.trail.load_keys(self._unit.connection, [None])
        return self._unit.trail.ring.index_key(None)


async def seal(change: Change, *, after: UUID | None = None, keyed: bool = False) -> list[tuple[UUID, int, bool]]:
    """Write what a change holds: its rows, its entries, what is owed after it. Return where its streams stand now.

    Raise RuntimeError for a touched row that no event of its stream names: the command forgot to record.
    `after` is the delivery whose effect this change is; it is done with this change. `keyed`: its result is kept.
    """
    unit = change._unit  # pyright: ignore[reportPrivateUsage]
    touched = [held for held in unit.held.values() if held.before is None or held.changed()]
    named = {(entry.stream_id, id_) for entry in unit.entries for id_ in entry.event.subjects()}
    for held in touched:
        if (held.row.stream_id, held.row.id) not in named:
            raise RuntimeError(f"no event accounts for a row of {held.shape.table}")
    if (
        touched
        and not unit.required
        and decides_on_facts(POLICY[change.action])
        and Role.SYSTEM not in change.actor.roles
    ):
        raise RuntimeError(f"{change.action} depends on the row, and nobody asked the policy about it")
    entries = _sealed_entries(change, unit, touched)
    statements = [_written(unit, held) for held in touched]
    if keyed:
        statements.append((_RESULT, (unit.change_id, unit.result)))
    positions = await _carry_out(unit, statements, entries, [held.shape.table for held in touched])
    for statement, values in unit.unbound:
        await unit.connection.execute(statement, *values)
    if after is not None:
        await _settle(unit, after)
    for entry in unit.entries:
        for reaction in unit.trail.reactions.after.get(type(entry.event), ()):
            subjects = list(entry.event.subjects())
            await unit.connection.execute(
                _DELIVER, new_id(), entry.stream_id, unit.change_id, entry.plan_id, reaction, subjects
            )
    standing = any(entry.event.changes_standing for entry in unit.entries)
    return [(UUID(int=p["o_stream"].int), p["o_seq"], standing) for p in positions]


async def _settle(unit: _Unit, delivery_id: UUID) -> None:
    """Strike out the delivery whose effect this is. Whoever comes second has no effect, however long they took."""
    if await unit.connection.execute("DELETE FROM care.delivery WHERE id = $1", delivery_id) != "DELETE 1":
        raise DeliveredAlready


async def _carry_out(
    unit: _Unit, statements: list[_Statement], entries: tuple[Any, ...], tables: list[str]
) -> list[Any]:
    """Write rows and entries: a small change in one round trip, others statement by statement.

    Parts of one statement have no order among themselves, so two rows of a table never share it.
    """
    if unit.entries and len(tables) <= TOGETHER and len(set(tables)) == len(tables):
        values = [value for _, values in statements for value in values]
        return await unit.connection.fetch(_together(tuple(sql for sql, _ in statements)), *values, *entries)
    for sql, values in statements:
        await unit.connection.execute(sql, *values)
    return await unit.connection.fetch(_APPEND, *entries) if unit.entries else []


@cache
def _together(statements: tuple[str, ...]) -> str:
    """These statements and the appending of entries as one, their parameters numbered on."""
    parts: list[str] = []
    taken = 0
    for sql in (*statements, _APPEND):
        numbers = [int(number) for number in _PARAMETER.findall(sql)]
        parts.append(_PARAMETER.sub(lambda match, by=taken: f"${int(match[1]) + by}", sql))
        taken += max(numbers)
    written = ", ".join(f"w{n} AS ({sql})" for n, sql in enumerate(parts[:-1]))
    return f"WITH {written} {parts[-1]}" if written else parts[-1]


def _written(unit: _Unit, held: _Held) -> _Statement:
    row, shape = held.row, held.shape
    key = unit.trail.ring.get(row_plan(row)) if shape.sealed else None
    changed = held.changed()
    row.change_id = unit.change_id
    if held.before is None:
        return shape.insert, tuple(shape.stored(row, name, key) for name in shape.columns)
    names = (*(name for name in changed if name != "change_id"), "change_id")
    return shape.update(names), (row.id, row.stream_id, *(shape.stored(row, name, key) for name in names))


def _sealed_entries(change: Change, unit: _Unit, touched: list[_Held]) -> tuple[Any, ...]:
    """The arguments of `append_entries`: one array per field, in the order the events were recorded."""
    told: set[UUID] = set()
    columns: list[tuple[Any, ...]] = []
    subjects: list[UUID] = []
    by_id = {held.row.id: held for held in touched}
    for entry in unit.entries:
        named = entry.event.subjects()
        subjects.extend(named)
        rows = [by_id[id_] for id_ in named if id_ in by_id and id_ not in told]
        rows = [held for held in rows if held.row.stream_id == entry.stream_id]
        told.update(held.row.id for held in rows)
        changed = sorted({name for held in rows if held.before is not None for name in held.changed()})
        salt = secrets.token_bytes(32)
        details = details_bytes({"facts": entry.event.facts(), "rows": [_told(held) for held in rows]})
        sealed = _sealed_details(unit, entry, salt, details)
        columns.append((
            entry.stream_id, unit.change_id, change.actor.person_id, str(entry.role), str(change.action),
            entry.event.name, len(subjects), entry.cause, ",".join(changed), entry.version, commitment(salt, details),
            salt, sealed, _standing_version(change, entry),
        ))  # fmt: skip
    bumped = {entry.plan_id for entry in unit.entries if entry.event.changes_standing and entry.plan_id}
    arrays: list[Any] = [list(array) for array in zip(*columns, strict=True)]
    arrays.insert(6, subjects)
    return (*arrays, sorted(bumped) or None)


def _standing_version(change: Change, entry: _Entry) -> int | None:
    """The version the writer's rights were read at; a plan that was opened just now has no other writers."""
    same = entry.plan_id is not None and entry.plan_id == change.standing.plan_id
    return change.standing.version if same else None


def _told(held: _Held) -> dict[str, Any]:
    """What a row was and what it is, without columns that the trail keeps quiet about."""
    names = [name for name in held.shape.told if held.before is None or getattr(held.row, name) != held.before[name]]
    before = {name: plain(held.before[name]) for name in names} if held.before is not None else None
    after = {name: plain(getattr(held.row, name)) for name in names}
    return {"table": held.shape.table, "id": str(held.row.id), "before": before, "after": after}


def _sealed_details(unit: _Unit, entry: _Entry, salt: bytes, details: bytes) -> bytes | None:
    if entry.plan_id not in unit.trail.ring:
        return None
    return atrest.seal(
        unit.trail.ring.get(entry.plan_id), details, context=details_context(entry.plan_id, unit.change_id, salt)
    )


def details_context(plan_id: UUID | None, change_id: UUID, salt: bytes) -> bytes:
    """The one place where an entry's sealed details are valid."""
    return atrest.column_context(plan_id, "audit_detail", change_id, salt.hex())


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
    after: UUID | None = None,
) -> AsyncGenerator[Change]:
    """Ask the policy, open a change, and commit it when the block ends without an exception.

    Raise NotFound where the plan does not exist for the actor, Forbidden where the action is not theirs, AlreadyDone
    where this actor has used `key` for the same request before.
    """
    positions: list[tuple[UUID, int, bool]] = []
    async with transaction(trail) as connection:
        change_id = ChangeId(new_id())
        now, standing = await _begin(connection, change_id, actor, plan_id, key, request)
        ask(standing, action)
        change = Change(_Unit(trail, connection, change_id, now), standing, action, plan_id)
        yield change
        positions = await seal(change, after=after, keyed=key is not None)
    marked = change._unit.marked  # pyright: ignore[reportPrivateUsage]
    publish(trail, [*positions, *((stream_id, MARKS, False) for stream_id in marked)], owed=any(
        type(entry.event) in trail.reactions.after
        for entry in change._unit.entries  # pyright: ignore[reportPrivateUsage]
    ))  # fmt: skip


async def _begin(
    connection: Any, change_id: UUID, actor: Actor, plan_id: PlanId | None, key: UUID | None, request: bytes
) -> tuple[datetime, Standing]:
    """Take the key, read the clock and how the actor stands; whoever used the key before is told what came of it."""
    if key is None:
        now = await connection.fetchval("SELECT care.now()")
        return now, await stand(connection, actor, plan_id, now)
    digest = hashlib.sha256(request).digest()
    asked = (change_id, actor.person_id, key, digest)
    if plan_id is None:
        now = await connection.fetchval(_BEGIN_CHANGE, *asked)
        if now is not None:
            return now, Standing(actor)
    elif rows := await connection.fetch(_BEGIN_ON_PLAN, *asked, plan_id):
        found = standing_of(rows, actor, plan_id) if rows[0]["status"] is not None else None
        return rows[0]["at"], _known(found)
    earlier = await connection.fetchrow(_EARLIER, actor.person_id, key)
    if earlier is None:
        raise problems.Busy
    if earlier["request"] != digest:
        raise problems.KeyReused
    raise AlreadyDone(change_id=earlier["id"], result_id=earlier["result"] or earlier["id"])


async def stand(connection: Any, actor: Actor, plan_id: PlanId | None, now: datetime) -> Standing:
    """How the actor stands towards the plan (or the organisation); NotFound where it does not exist for them."""
    if plan_id is None:
        return Standing(actor)
    return _known(await read_standing(connection, actor, plan_id, now))


def _known(standing: Standing | None) -> Standing:
    if standing is None or not AUDIENCE[StreamKind.ROSTER].allows(Case(standing)):
        raise problems.NotFound
    return standing


def ask(standing: Standing, action: Action) -> None:
    """Forbidden, unless there can be a row on which this actor may do it."""
    if not may_at_all(standing, action):
        raise problems.Forbidden(action=action)


def _equals(value: Any, wanted: Any) -> bool:
    return value in wanted if isinstance(wanted, list) else value == wanted


def publish(trail: Trail, positions: list[tuple[UUID, int, bool]], *, owed: bool) -> None:
    """After the commit: tell who is looking, and wake the relay if something is owed."""
    if trail.broker is not None:
        heads = {stream_id: (seq, standing) for stream_id, seq, standing in positions}
        for stream_id, (seq, standing) in heads.items():
            trail.broker.announce(stream_id, seq, standing=standing)
    if owed and trail.wake_relay is not None:
        trail.wake_relay()

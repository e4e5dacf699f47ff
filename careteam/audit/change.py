"""Change: the only way to write. Actor + action + plan + transaction in one object."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from careteam.access.actions import Action
from careteam.access.policy import acting_role, may
from careteam.access.roles import Actor, Role, Standing
from careteam.access.rules import Case
from careteam.access.streams import AUDIENCE, StreamKind
from careteam.audit import events, statements
from careteam.audit.event import Event
from careteam.audit.models import DataKey
from careteam.audit.rows import Shape, row_plan, shape_of
from careteam.audit.unit import Held, Unit, UnitEntry, wanted
from careteam.core import problems
from careteam.core.database import Bound, Planless, PrivateBound
from careteam.core.ids import ORGANISATION_STREAM, ChangeId, PlanId, StreamId, new_id
from careteam.crypto import atrest, blind

M = TypeVar("M", bound=Bound)


class Change:
    """An open change to one plan (or the organisation): one actor, one permitted action, one transaction.

    The only way to write. It cannot commit a row it has recorded no event for.
    """

    def __init__(
        self, unit: Unit, standing: Standing, action: Action, plan_id: PlanId | None, *, cause: UUID | None = None
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
        """Read and lock the rows of this plan (or of the organisation, or one's own) with these values, in key order.

        A list stands for any of its values.
        """
        shape = shape_of(model)
        if self._unit.foreseen and (row := self._unit.foreseen.get(wanted(model, equal))) is not None:
            return [row]
        if not issubclass(model, Planless):
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

    async def ends(self, model: type[M], by: str, *, before: Any, having: str, **equal: Any) -> list[M]:
        """The first and the last, by one column, of this plan's rows with these values that lie before a value of it.

        Only what has something in `having` counts. At most two rows are read and locked, however many there are.
        """
        query = shape_of(model).ends(by, having, tuple(equal))
        records = await self._unit.connection.fetch(query, self.plan_id, before, *equal.values())
        rows = await self.find(model, id=[record["id"] for record in records])
        return sorted(rows, key=lambda row: (getattr(row, by), row.id))

    def _new(self, model: type[M]) -> list[M]:
        return [h.row for h in self._unit.held.values() if h.before is None and isinstance(h.row, model)]

    def _hold(self, shape: Shape[Any], record: Any) -> Any:
        held = self._unit.held.get(record["id"])
        if held is None:
            key = self._unit.trail.ring.get(record["plan_id"]) if shape.sealed else None
            row = shape.made(record, key)
            held = Held(row, shape, {name: getattr(row, name) for name in shape.columns})
            self._unit.held[row.id] = held
        return held.row

    async def _may_see(self, row: Bound) -> bool:
        """Rows of a stream that the actor may not read do not exist for them; conversations check their members."""
        if self.consequence or type(row).home == StreamKind.CONVERSATION:
            return True
        if isinstance(row, PrivateBound):
            return row.stream_id in await self._own_streams()
        if row_plan(row) is None:
            return True
        kinds = {stream: kind for kind, stream in (await self.streams()).items()}
        kind = kinds.get(StreamId(row.stream_id))
        return kind is None or AUDIENCE[StreamKind(kind)].allows(Case(self.standing))

    async def _own_streams(self) -> set[UUID]:
        records = await self._unit.connection.fetch(statements.OWN_STREAMS, self.actor.person_id)
        return {record["stream_id"] for record in records}

    async def streams(self) -> dict[str, StreamId]:
        """The streams of this plan by kind, without its conversations."""
        known = self._unit.streams.get(self.plan_id)
        if known is None:
            records: list[Any] = (
                await self._unit.connection.fetch(statements.STREAMS, self.plan_id) if self.plan_id else []
            )
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
        if not isinstance(row, Planless):
            row.plan_id = self.plan_id  # type: ignore[attr-defined]
        shape.fill(row)
        if shape.sealed:
            await self._unit.trail.load_keys(self._unit.connection, [row_plan(row)])
        self._unit.held[row.id] = Held(row, shape, None)
        return row

    async def record(self, event: Event) -> None:
        """Tell the trail what happened, then do what follows from it WITHIN this change."""
        subjects = event.subjects()
        touched = [held.row for id_ in subjects if (held := self._unit.held.get(id_)) and self._is_touched(held)]
        if event.stream is not None:
            stream_id = await self.stream(event.stream)
            plan_id = None if stream_id == ORGANISATION_STREAM else self.plan_id
        elif touched:
            stream_id, plan_id = touched[0].stream_id, row_plan(touched[0])
        elif any(id_ in self._unit.held for id_ in subjects):
            return  # everything is already as it was to become: nothing happened
        else:
            raise RuntimeError(f"{event.name} accounts for no row and names no stream")
        version = await self._plan_version() if plan_id else 0
        entry = UnitEntry(event, stream_id, plan_id, self._cause, self.role, version)
        self._unit.entries.append(entry)
        if self._unit.result is None and subjects:
            self._unit.result = subjects[0]
        consequence = self._as_consequence(self.plan_id, subjects[0] if subjects else self.id)
        for reaction in self._unit.trail.reactions.within.get(type(event), ()):
            await reaction(consequence, event)

    def _is_touched(self, held: Held) -> bool:
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
        await self._unit.connection.execute(statements.OPEN_STREAM, stream_id, str(kind), plan_id, self.id)
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
        records = await self._unit.connection.fetch(statements.MARK, self.actor.person_id, plans, screen, quarter)
        return [record["plan_id"] for record in records]

    async def plans_of(self, person_id: UUID) -> list[PlanId]:
        """The plans a person is now on, or may open; for what follows there when they leave."""
        return [
            PlanId(record["plan_id"]) for record in await self._unit.connection.fetch(statements.PLANS_OF, person_id)
        ]

    async def clock(self) -> datetime:
        """The one clock once more: later than `now` of every change whose locks this one has waited for."""
        return await self._unit.connection.fetchval("SELECT care.now()")

    async def plans(self) -> list[PlanId]:
        """All plans; for what follows in each when the organisation's offices change, and for nothing else."""
        if self.action is not Action.EXTEND_DIRECTORY:
            raise problems.Forbidden(action=Action.EXTEND_DIRECTORY)
        return [PlanId(record["id"]) for record in await self._unit.connection.fetch(statements.PLANS)]

    async def imported(self, source_index: bytes) -> list[tuple[PlanId, UUID]]:
        """In which plans an imported record became which row, the newest plan first. For imports only."""
        await self._importing()
        records = await self._unit.connection.fetch(statements.IMPORTED, source_index)
        return [(PlanId(record["plan_id"]), UUID(int=record["became"].int)) for record in records]

    async def identified(self, identifier_indexes: list[bytes]) -> list[PlanId]:
        """The plans of patients who go by one of these identifiers, the newest first. For imports only."""
        await self._importing()
        records = await self._unit.connection.fetch(statements.IDENTIFIED, identifier_indexes)
        return [PlanId(record["plan_id"]) for record in records]

    async def _importing(self) -> None:
        """An import looks across plans, alone; nothing else does."""
        if self.action is not Action.IMPORT_PLAN:
            raise problems.Forbidden(action=Action.IMPORT_PLAN)
        await self._unit.connection.execute(statements.ONE_IMPORT)

    async def mark_delivered(self, conversation_id: UUID, number: int) -> bool:
        """Note up to which message the actor's devices have a conversation; False where they are not in it.

        Not bound: it says nothing but that a device was there, and it only grows.
        """
        person_id = self.actor.person_id
        mine = await self._unit.connection.fetchrow(
            statements.DELIVERED, conversation_id, person_id, number, self.plan_id
        )
        if mine is not None and mine["moved"]:
            self._unit.marked.add(mine["stream_id"])
        return mine is not None

    async def begin_activity(self, session_id: UUID) -> None:
        """Start counting idleness of a session; not bound, it says nothing but that somebody is there."""
        insert = "INSERT INTO care.session_activity (session_id, seen_at) VALUES ($1, $2)"
        self._unit.unbound.append((insert, (session_id, self.now)))

    def tell_later(self, notices: Iterable[tuple[Any, ...]], *, from_then: datetime | None = None) -> None:
        """Note whom to tell, by which channel, from when, that there is something: the values of `statements.TELL`.

        `from_then`: there is nothing before.

        Not bound: it says nothing that the trail does not say of the event itself, and goes after a month.
        """
        self._unit.unbound.extend((statements.TELL, (*notice, from_then)) for notice in notices)

    async def spend(self, digest: bytes, expires_at: datetime) -> bool:
        """Use up something that works once and ends at `expires_at`; False where it was used before.

        Not bound: it says nothing but that, and goes when it would have ended anyhow.
        """
        await self._unit.connection.execute(statements.SWEEP_SPENT)
        return await self._unit.connection.fetchval(statements.SPEND, digest, expires_at) is not None

    async def exact(self, field_: str, text: str) -> bytes:
        """The blind index of a whole value (an e-mail address, an identifier)."""
        return blind.exact(await self._index_key(), field_, text)

    async def prefixes(self, field_: str, text: str) -> list[bytes]:
        """The blind index of the beginnings of a text's words (a name)."""
        return blind.prefixes(await self._index_key(), field_, text)

    async def _index_key(self) -> bytes:
        await self._unit.trail.load_keys(self._unit.connection, [None])
        return self._unit.trail.ring.index_key(None)


def _equals(value: Any, wanted: Any) -> bool:
    return value in wanted if isinstance(wanted, list) else value == wanted

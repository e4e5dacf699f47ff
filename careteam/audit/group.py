"""Changes that share a transaction: whoever waits at the same moment is read by one statement and written by another.

For a command that is asked for often and changes rows that can be named beforehand. It remains a Change: the same policy, the
same guard, an entry of its own. Whatever is not as foreseen (another row is needed, one was written meanwhile or is in
somebody's hands, the key was used before, the database refuses) goes the ordinary way, alone.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any, TypeAlias
from uuid import UUID

import asyncpg

from careteam.access.roles import Standing
from careteam.access.sql import standing_of
from careteam.audit.batch import Asked, Member, Need, look, write
from careteam.audit.change import Change
from careteam.audit.opening import ask, fingerprint, known, publish
from careteam.audit.rows import shape_of
from careteam.audit.sealing import accounted
from careteam.audit.trail import Appended, Trail
from careteam.audit.unit import Held, Unit
from careteam.core.ids import ChangeId, new_id

log = logging.getLogger(__name__)

#: The most changes of one transaction: more would only wait for each other.
MOST = 32
#: How often a group looks again because a row was written since it looked.
LOOKS = 2

Work: TypeAlias = "Callable[[Change], Awaitable[UUID]]"
Alone: TypeAlias = "Callable[[], AbstractAsyncContextManager[Change]]"


class _Alone(Exception):
    """Something is not as foreseen: this change goes the ordinary way."""


class _NoConnection:
    """What a change has in a group: whatever it would have to ask the database was not foreseen."""

    def __getattr__(self, name: str) -> Any:
        raise _Alone


@dataclass(eq=False)
class _Waiting:
    asked: Asked
    work: Work
    done: "asyncio.Future[tuple[UUID, ChangeId]]"

    def refuse(self, refusal: Exception) -> None:
        """Let whoever waits know; they may have gone."""
        if not self.done.done():
            self.done.set_exception(refusal)


class Group:
    """Those who wait in this process."""

    @classmethod
    def of(cls, trail: Trail) -> "Group":
        """The one of this installation's process."""
        found: Group = trail.kept.setdefault(cls, cls(trail))
        return found

    def __init__(self, trail: Trail) -> None:
        self._trail = trail
        self._queue: deque[_Waiting] = deque()
        self._running: asyncio.Task[None] | None = None

    async def change(self, asked: Asked, work: Work, alone: Alone) -> tuple[UUID, ChangeId]:
        """Do `work` in a change, together with whoever else waits; return the row it was about, and the change.

        `alone` opens the same change the ordinary way. Raise what it raises. `work` may be run twice; only what its last
        run did is committed.
        """
        waiting = _Waiting(asked, work, asyncio.get_running_loop().create_future())
        self._queue.append(waiting)
        if self._running is None:
            self._running = asyncio.create_task(self._run(), name="group")
        try:
            return await waiting.done
        except _Alone:
            pass
        async with alone() as change:
            return change.answer(await work(change)), change.id

    async def _run(self) -> None:
        batch: list[_Waiting] = []
        try:
            while self._queue:
                batch = self._take()
                await self._together(batch)
                _let_go(batch)
        finally:
            self._running = None
            _let_go([*batch, *self._queue])
            self._queue.clear()

    async def _together(self, batch: Sequence[_Waiting]) -> None:
        for _ in range(LOOKS):
            staying = [waiting for waiting in batch if not waiting.done.done()]
            try:
                if staying:
                    await self._carry_out(staying)
            except asyncpg.SerializationError:
                continue
            except Exception as error:
                log.info("a group was refused", extra={"count": len(batch), "error": type(error).__name__})
            return

    def _take(self) -> list[_Waiting]:
        """The next who need rows of the same form; in the order of their rows, so that groups never lock crosswise."""
        form = self._queue[0].asked.form
        batch = [waiting for waiting in self._queue if waiting.asked.form == form][:MOST]
        self._queue = deque(waiting for waiting in self._queue if waiting not in batch)
        return sorted(batch, key=lambda waiting: list(waiting.asked.needs[0].ids.values()))

    async def _carry_out(self, batch: Sequence[_Waiting]) -> None:
        """Two statements, each a transaction of its own: the second finds out whether a row was written since the first."""
        appended: list[Appended] = []
        doing = _Doing(self._trail)
        async with self._trail.database.sharing() as connection:
            await self._trail.load_keys(connection, {None, *(one.asked.plan_id for one in batch)})
            found = await look(connection, [one.asked for one in batch])
            for waiting, records in zip(batch, found, strict=True):
                digest = await fingerprint(self._trail, connection, waiting.asked.request)
                await doing.do(waiting, records, digest)
            if doing.done:
                appended = await write(connection, [member for _, member in doing.done])
        publish(self._trail, [(one.stream_id, one.seq, False) for one in appended])
        for listener in self._trail.listeners:
            listener(appended)
        for waiting, member in doing.done:
            if not waiting.done.done():
                unit = member.unit
                waiting.done.set_result((unit.result or unit.change_id, unit.change_id))


class _Doing:
    """One transaction's changes, one after the other, each on the rows as those before have left them."""

    def __init__(self, trail: Trail) -> None:
        self.done: list[tuple[_Waiting, Member]] = []
        self._trail = trail
        self._rows: dict[tuple[str, UUID], dict[str, Any]] = {}

    async def do(self, waiting: _Waiting, records: Sequence[Any], digest: bytes) -> None:
        """Let one change do its work. What refuses it refuses it alone."""
        asked = waiting.asked
        try:
            actor = asked.entrance.read(records[0]) if records[0]["person_id"] else None
            if actor is None or records[0]["earlier"] is not None:
                raise _Alone
            has_plan = records[0]["status"] is not None
            standing = known(standing_of(records, actor, asked.plan_id) if has_plan else None)
            ask(standing, asked.action)
            unit = self._unit(asked, standing, records[0])
            change = Change(unit, standing, asked.action, asked.plan_id)
            change.answer(await waiting.work(change))
            touched = accounted(unit)
            # Only what is written is held against what was looked at.
            unchanged = {row.id for row in unit.foreseen.values()} - {held.row.id for held in touched}
            if unchanged or self._leads_further(unit):
                raise _Alone
        except Exception as refusal:
            waiting.refuse(refusal)
            return
        for held in touched:
            self._rows[held.shape.table, held.row.id] = {n: getattr(held.row, n) for n in held.shape.columns}
        self.done.append((waiting, Member(asked, digest, unit, touched)))

    def _unit(self, asked: Asked, standing: Standing, record: Any) -> Unit:
        unit = Unit(self._trail, _NoConnection(), ChangeId(new_id()), record["at"], asked.action, standing)
        rows = [self._hold(unit, need, record[f"n{n}"]) for n, need in enumerate(asked.needs)]
        unit.foreseen = dict(zip((need.wanted(standing.actor) for need in asked.needs), rows, strict=True))
        return unit

    def _leads_further(self, unit: Unit) -> bool:
        """Does it touch what is not bound, or change anybody's rights?"""
        return bool(unit.unbound or unit.marked) or any(entry.event.changes_standing for entry in unit.entries)

    def _hold(self, unit: Unit, need: Need, record: Any) -> Any:
        if record is None:
            raise _Alone
        shape = shape_of(need.model)
        place = shape.table, record["id"]
        if place not in self._rows:
            row = shape.made(record, self._trail.ring.get(record["plan_id"]) if shape.sealed else None)
            self._rows[place] = {name: getattr(row, name) for name in shape.columns}
        before = self._rows[place]
        held = unit.held[record["id"]] = Held(need.model(**before), shape, before)
        return held.row


def _let_go(batch: Iterable[_Waiting]) -> None:
    for waiting in batch:
        waiting.refuse(_Alone())

"""What every door of an installation shares: its database, its keys, its broker, and what follows from what."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeAlias
from uuid import UUID

from careteam.audit.event import Event
from careteam.core.broker import Broker
from careteam.core.sessions import Database
from careteam.crypto.atrest import DeploymentKey, KeyRing

if TYPE_CHECKING:
    from careteam.audit.change import Change

Within: TypeAlias = "Callable[[Change, Any], Awaitable[None]]"

#: $1 plans whose keys are wanted, $2 whether the organisation's is.
READ_KEYS = "SELECT id, plan_id, wrapped FROM care.data_key WHERE plan_id = ANY ($1) OR (plan_id IS NULL AND $2)"


@dataclass(frozen=True)
class Reactions:
    """What follows from an event: WITHIN the same change, and AFTER its commit by the name the relay knows."""

    within: Mapping[type[Event], Sequence[Within]] = field(default_factory=dict[type[Event], Sequence[Within]])
    after: Mapping[type[Event], Sequence[str]] = field(default_factory=dict[type[Event], Sequence[str]])
    #: Of these names, those that are done before all others, however much is owed.
    first: Collection[str] = ()


@dataclass(frozen=True)
class Appended:
    """A new entry as the process knows it that made it, with the new rows it names. It is on disk."""

    stream_id: UUID
    seq: int
    plan_id: UUID | None
    event: str
    actor: UUID
    at: datetime
    change_id: UUID
    subjects: Sequence[UUID]
    #: The version of the plan's rights at which it was written.
    standing_version: int
    rows: Mapping[UUID, Any]


@dataclass
class Trail:
    """One installation, opened: the place from which Changes and Views are made."""

    database: Database
    deployment_key: DeploymentKey
    reactions: Reactions
    broker: Broker | None = None
    ring: KeyRing = field(default_factory=KeyRing)
    #: Access entries this process has seen committed, so that it need not ask again.
    marks: set[tuple[UUID, UUID, str, int]] = field(default_factory=set[tuple[UUID, UUID, str, int]])
    #: What parts of this process keep with the installation, by their class.
    kept: dict[type[Any], Any] = field(default_factory=dict[type[Any], Any])
    #: Who in this process is told at once what it has appended. Others are told by the broker; nobody may count on either.
    listeners: list[Callable[[Sequence[Appended]], None]] = field(
        default_factory=list[Callable[[Sequence[Appended]], None]]
    )
    _loading: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def load_keys(self, connection: Any, scopes: Iterable[UUID | None]) -> None:
        """Have the data keys of these plans (None: the organisation) in memory."""
        missing = [scope for scope in dict.fromkeys(scopes) if scope not in self.ring]
        if not missing:
            return
        plans = [scope for scope in missing if scope is not None]
        for row in await connection.fetch(READ_KEYS, plans, None in missing):
            self.ring.add(row["plan_id"], self.deployment_key.unwrap(row["wrapped"], key_id=row["id"]))

    async def load_keys_for_reading(self, scopes: Iterable[UUID | None]) -> None:
        """The same, for a View, which has no raw connection of its own."""
        wanted = set(scopes)
        if all(scope in self.ring for scope in wanted):
            return
        async with self._loading, self.database.writing() as connection:
            await self.load_keys(connection, wanted)

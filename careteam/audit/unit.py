"""What all parts of one change share: the rows in its hands, the entries on their way to the trail."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from careteam.access.actions import Action
from careteam.access.roles import Role, Standing
from careteam.audit.event import Event
from careteam.audit.rows import Shape
from careteam.audit.trail import Trail
from careteam.core.database import Bound
from careteam.core.ids import ChangeId, StreamId

#: What a command asks for: a table, and what its columns equal.
Wanted: TypeAlias = tuple[type[Bound], frozenset[tuple[str, str]]]


def wanted(model: type[Bound], equal: Mapping[str, Any]) -> Wanted:
    """By what a foreseen row is found again."""
    return model, frozenset((name, str(value)) for name, value in equal.items())


@dataclass
class Held:
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
class UnitEntry:
    """An entry on its way to the trail."""

    event: Event
    stream_id: UUID
    plan_id: UUID | None
    cause: UUID | None
    role: Role
    version: int


@dataclass
class Unit:
    """What all parts of one transaction share."""

    trail: Trail
    connection: Any
    change_id: ChangeId
    now: datetime
    action: Action
    standing: Standing
    held: dict[UUID, Held] = field(default_factory=dict[UUID, Held])
    entries: list[UnitEntry] = field(default_factory=list[UnitEntry])
    streams: dict[UUID | None, dict[str, StreamId]] = field(default_factory=dict[UUID | None, dict[str, StreamId]])
    opened: set[UUID] = field(default_factory=set[UUID])
    #: Statements on tables that are not bound to the trail, run once the rows are written.
    unbound: list[tuple[str, tuple[Any, ...]]] = field(default_factory=list[tuple[str, tuple[Any, ...]]])
    #: Streams whose delivered marks moved; told live, without an entry.
    marked: set[UUID] = field(default_factory=set[UUID])
    #: Rows that were read before the command ran, by what it will ask for; such a change reads nothing else.
    foreseen: Mapping[Wanted, Any] = field(default_factory=dict[Wanted, Any])
    required: bool = False
    result: UUID | None = None

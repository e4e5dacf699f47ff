"""Event: a frozen fact in the past tense that names the rows it accounts for."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, ClassVar, cast
from uuid import UUID

EVENTS: dict[str, type["Event"]] = {}


@dataclass(frozen=True, kw_only=True)
class Event:
    """What happened. Every field that is an id, or a tuple of ids, is a subject; all other fields but `record` are details."""

    #: The kind of stream, for an event that accounts for no row of its own.
    stream: ClassVar[str | None] = None
    #: Does it change somebody's rights towards the plan?
    changes_standing: ClassVar[bool] = False

    #: The hash of what the event stands for, where somebody made that outside (an entry of a person's keys): it is part
    #: of the entry's own hash, so that it outlives the details.
    record: bytes = b""

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        EVENTS[cls.__name__] = cls

    @property
    def name(self) -> str:
        """The event's name in the trail."""
        return type(self).__name__

    def subjects(self) -> tuple[UUID, ...]:
        """The rows this event names, in the order of its fields, each once."""
        named: dict[UUID, None] = {}
        for field in fields(self):
            value: Any = getattr(self, field.name)
            named.update(dict.fromkeys(_ids(value)))
        return tuple(named)

    def facts(self) -> dict[str, Any]:
        """What the event says besides its subjects; kept sealed with the entry."""
        said: dict[str, Any] = {}
        for field in fields(self):
            value: Any = getattr(self, field.name)
            if field.name != "record" and value is not None and value != () and not _ids(value):
                said[field.name] = value.isoformat() if isinstance(value, date | datetime) else value
        return said


def _ids(value: object) -> tuple[UUID, ...]:
    """The ids a field holds; none where it holds something else."""
    several = cast("tuple[object, ...]", value) if isinstance(value, tuple) else (value,)
    return tuple(id_ for id_ in several if isinstance(id_, UUID))

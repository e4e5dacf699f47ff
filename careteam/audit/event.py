"""Event: a frozen fact in the past tense that names the rows it accounts for."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

EVENTS: dict[str, type["Event"]] = {}


@dataclass(frozen=True, kw_only=True)
class Event:
    """What happened. Every field that is an id, or a tuple of ids, is a subject; all other fields are details."""

    #: The kind of stream, for an event that accounts for no row of its own.
    stream: ClassVar[str | None] = None
    #: Does it change somebody's rights towards the plan?
    changes_standing: ClassVar[bool] = False

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
            for id_ in value if isinstance(value, tuple) else (value,):
                if isinstance(id_, UUID):
                    named[id_] = None
        return tuple(named)

    def facts(self) -> dict[str, Any]:
        """What the event says besides its subjects; kept sealed with the entry."""
        said: dict[str, Any] = {}
        for field in fields(self):
            value: Any = getattr(self, field.name)
            ids = isinstance(value, UUID) or (isinstance(value, tuple) and all(isinstance(v, UUID) for v in value))
            if value is not None and not ids:
                said[field.name] = value.isoformat() if isinstance(value, date | datetime) else value
        return said

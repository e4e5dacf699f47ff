"""Page[T] and its cursors: one shape for every list, paged by key and never by offset; and what requests may hold."""

import base64
import binascii
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Annotated, Any, Generic, TypeVar, cast
from uuid import UUID

import orjson
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator

from careteam.core.problems import Malformed

T = TypeVar("T")

#: The most rows a page may hold.
MOST = 100
DEFAULT = 50


#: Characters nobody types: PostgreSQL does not store the first, screens and spreadsheets trip over the others.
_UNWRITTEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_FIRST_DAY, _LAST_DAY = date(1900, 1, 1), date(2200, 1, 1)
_FIRST, _LAST = (datetime(day.year, 1, 1, tzinfo=UTC) for day in (_FIRST_DAY, _LAST_DAY))


def writable(words: str) -> str:
    """Another system's words with U+FFFD for what nobody types."""
    return _UNWRITTEN.sub("\ufffd", words)


def _moment(value: datetime) -> datetime:
    at = _in_utc(value)
    if not _FIRST <= at < _LAST:
        raise ValueError("a time between 1900 and 2200")
    return at


def _in_utc(value: datetime) -> datetime:
    return value if value.tzinfo else value.replace(tzinfo=UTC)


#: A time in a request; without a zone it is taken as UTC.
Moment = Annotated[datetime, AfterValidator(_moment)]
#: A day in a request.
Day = Annotated[date, Field(ge=_FIRST_DAY, lt=_LAST_DAY)]


class Shape(BaseModel):
    """A read shape: what a query answers. Fields with a default are always present."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True, frozen=True)


class Request(BaseModel):
    """A request body. Unknown fields are refused, text is stripped."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, frozen=True)

    @field_validator("*", mode="before")
    @classmethod
    def _written_by_people(cls, value: Any) -> Any:
        if isinstance(value, str) and _UNWRITTEN.search(value):
            raise ValueError("text holds no control characters but line breaks and tabs")
        return value


class Page(Shape, Generic[T]):
    """Some rows of a list, and where the next ones begin (`None` at the end)."""

    items: list[T]
    next: str | None = None


def cursor(*key: Any) -> str:
    """Encode the sort key of the last row of a page."""
    return base64.urlsafe_b64encode(orjson.dumps(key, default=str)).decode().rstrip("=")


def position(after: str | None, *kinds: type) -> tuple[Any, ...] | None:
    """Decode a cursor into values of `kinds`; raise Malformed for one that this list did not give."""
    if after is None:
        return None
    try:
        values = orjson.loads(base64.urlsafe_b64decode(after + "=" * (-len(after) % 4)))
        if not isinstance(values, list):
            raise TypeError("another list's cursor")
        return tuple(_READERS[kind](value) for kind, value in zip(kinds, cast("list[Any]", values), strict=True))
    except (ValueError, TypeError, OverflowError, binascii.Error, orjson.JSONDecodeError) as error:
        raise Malformed(errors=[{"pointer": "/after", "detail": "not a cursor of this list"}]) from error


def _text(value: Any) -> str:
    if not isinstance(value, str) or _UNWRITTEN.search(value):
        raise TypeError("not a text")
    return value


def _number(value: Any) -> int:
    if not isinstance(value, int) or not -(2**63) <= value < 2**63:
        raise TypeError("not a number")
    return value


_READERS: dict[type, Callable[[Any], Any]] = {
    str: _text,
    int: _number,
    UUID: lambda value: UUID(_text(value)),
    date: lambda value: date.fromisoformat(_text(value)),
    datetime: lambda value: _in_utc(datetime.fromisoformat(_text(value))).astimezone(UTC),
}

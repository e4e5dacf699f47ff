"""Page[T] and its cursors: one shape for every list, paged by key and never by offset."""

import base64
import binascii
from typing import Any, Generic, TypeVar, cast

import orjson
from pydantic import BaseModel, ConfigDict

from careteam.core.problems import Malformed

T = TypeVar("T")

#: The most rows a page may hold.
MOST = 100
DEFAULT = 50


class Shape(BaseModel):
    """A read shape: what a query answers. Fields with a default are always present."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True, frozen=True)


class Request(BaseModel):
    """A request body. Unknown fields are refused, text is stripped."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, frozen=True)


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
        return tuple(_read(kind, value) for kind, value in zip(kinds, cast("list[Any]", values), strict=True))
    except (ValueError, TypeError, binascii.Error, orjson.JSONDecodeError) as error:
        raise Malformed(errors=[{"pointer": "/after", "detail": "not a cursor of this list"}]) from error


def _read(kind: type, value: Any) -> Any:
    reader = getattr(kind, "fromisoformat", kind)
    return reader(value)

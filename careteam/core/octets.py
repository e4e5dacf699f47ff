"""Bytes in JSON: base64url without padding, in exactly one spelling."""

import base64
import binascii
from typing import Annotated, Any, TypeAlias

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema


def encoded(data: bytes) -> str:
    """The bytes as text."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """The bytes of a text; ValueError for any text that `encoded` does not give."""
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error as error:
        raise ValueError("base64url without padding") from error
    if encoded(data) != text:
        raise ValueError("base64url without padding")
    return data


class Octets:
    """Says of `bytes` that they are text in JSON, and how many there may be."""

    def __init__(self, least: int = 0, most: int | None = None) -> None:
        self.least = least
        self.most = most

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Take bytes or their text, give text."""
        return core_schema.no_info_plain_validator_function(
            self._taken,
            serialization=core_schema.plain_serializer_function_ser_schema(
                encoded, return_schema=core_schema.str_schema(), when_used="json"
            ),
        )

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """A text of such letters."""
        said: dict[str, Any] = {"type": "string", "pattern": "^[A-Za-z0-9_-]*$"}
        if self.most is not None:
            said |= {"minLength": _letters(self.least), "maxLength": _letters(self.most)}
        return said

    def _taken(self, value: Any) -> bytes:
        if not isinstance(value, str | bytes):
            raise ValueError("base64url without padding")
        data = value if isinstance(value, bytes) else decoded(value)
        if len(data) < self.least or (self.most is not None and len(data) > self.most):
            raise ValueError(f"from {self.least} to {self.most} bytes")
        return data


def _letters(count: int) -> int:
    return -(-count * 4 // 3)


#: Bytes in an answer.
Encoded: TypeAlias = Annotated[bytes, Octets()]

"""A message as the database keeps it, for those who carry it without looking inside."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from careteam.audit.rows import shape_of
from careteam.messaging.models import Message

Stored: TypeAlias = Message
#: The columns in which the database keeps a message.
COLUMNS = shape_of(Message).columns


def read(record: Mapping[str, Any], data_key: bytes) -> Message:
    """A message from its columns."""
    return shape_of(Message).made(record, data_key)

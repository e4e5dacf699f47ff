"""The one seam for what a message says: nothing else looks inside a body."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, TypeAlias

from pydantic import Field

from careteam.audit.rows import shape_of
from careteam.core import problems
from careteam.messaging.models import Message

MOST_CHARACTERS = 8_000

#: A message as it is stored, for those who carry it without looking inside.
Stored: TypeAlias = Message
#: The columns in which the database keeps a message.
COLUMNS = shape_of(Message).columns
#: A body as a request carries it.
Body = Annotated[str, Field(min_length=1, max_length=MOST_CHARACTERS)]


@dataclass(eq=False)
class BodyRefused(problems.Problem):
    """A message is between one character and eight thousand long."""

    status = 422
    detail = "Write something, or shorten it. Nothing was sent; what you wrote is kept on this device."


def seal(body: str) -> str:
    """What is stored of a body (the column seals it at rest); BodyRefused for one that cannot be sent."""
    words = body.strip()
    if not 1 <= len(words) <= MOST_CHARACTERS:
        raise BodyRefused
    return words


def open_(message: Message) -> str:
    """What a message says, to those who may read it."""
    return message.body or ""


def read(record: Mapping[str, Any], data_key: bytes) -> Message:
    """A message as the database keeps it, ready to be opened."""
    return shape_of(Message).made(record, data_key)

"""What a conversation asks of the server, whichever way it is reached; nothing that comes from it is believed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from careteam.client.shapes import ServedPerson
from careteam.client.talkstates import Alert


class Moved(Exception):
    """Somebody else was faster, or the epoch is stale: read again, and try again."""


class Turned(Exception):
    """The server does not take it, and will not when it is asked again; `reason` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class MemberTold:
    """Somebody who is a member as the server has it; `chain` and `attested` are hints, to read no chain twice."""

    uid: bytes
    chain: tuple[bytes, int] | None = None
    attested: bool = False


@dataclass(frozen=True, slots=True)
class LogTold:
    """The log from an entry on: its length and head, the boxes that are mine, and who should be on it.

    `now` is the server's time in milliseconds: it takes no entry of a later one.
    """

    entries: Sequence[bytes]
    length: int
    head: bytes
    now: int
    boxes: Sequence[bytes] = ()
    members: Sequence[MemberTold] = ()
    assignments: Sequence[tuple[bytes, bytes]] = ()


@dataclass(frozen=True, slots=True)
class MessageTold:
    """An envelope, and its number in the conversation from 1."""

    number: int
    envelope: bytes


@dataclass(frozen=True, slots=True)
class Appending:
    """Entries for the log, what they follow, and the boxes they name."""

    head: bytes
    entries: Sequence[bytes]
    boxes: Sequence[bytes] = field(default=())


@dataclass(frozen=True, slots=True)
class Urgency:
    """That a message cannot wait: how soon somebody has to take it on, and why. The server is told, who reads it is not."""

    level: Literal["urgent", "stat"]
    cause: str


class Transport(Protocol):
    """The way to a server. Raises `Moved` or `Turned`; what raises otherwise did not reach it."""

    async def read_directory(self, after: int) -> Sequence[bytes]:
        """The directory's entries from this number on."""
        ...

    async def read_person(self, cid: bytes, uid: bytes) -> ServedPerson:
        """The chains of somebody whom a conversation's log names, or who should be on it."""
        ...

    async def read_log(self, cid: bytes, after: int) -> LogTold:
        """A conversation's log from this number on."""
        ...

    async def append(self, cid: bytes, appending: Appending) -> None:
        """Append to the log, if it still is where it was."""
        ...

    async def read_messages(self, cid: bytes, after: int) -> Sequence[MessageTold]:
        """Some messages after this number, ascending; none when there are no more."""
        ...

    async def ready_ladder(self, cid: bytes, urgency: Urgency) -> None:
        """Have those on duty, whom an alarm would tell, taken into the conversation."""
        ...

    async def post_message(
        self, cid: bytes, envelope: bytes, urgency: Urgency | None = None, mentions: Sequence[bytes] = ()
    ) -> int | None:
        """Send an envelope, and say whom it mentions; its number where the server tells it."""
        ...

    async def assign(self, cid: bytes, assignments: Sequence[tuple[bytes, bytes]]) -> None:
        """Leave assignments for those who can add."""
        ...

    async def tell(self, cid: bytes, alert: Alert) -> None:
        """Tell the privacy officer of an integrity alert."""
        ...

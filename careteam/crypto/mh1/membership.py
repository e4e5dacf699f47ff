"""What a log knows: its members, its epochs, and who wrote an entry."""

from dataclasses import dataclass

from careteam.crypto.mh1.entries import Escrow, Grant, KeyBody
from careteam.crypto.mh1.statements import FULL


@dataclass(frozen=True, slots=True)
class Member:
    """A member as the log has it."""

    uid: bytes
    genesis: bytes
    access: int
    role: str
    assigned_until: int | None


@dataclass(slots=True)
class EpochRecord:
    """What the log says of one epoch."""

    number: int
    entry: int
    ts: int
    body: KeyBody
    grants: dict[bytes, tuple[Grant, bytes]]
    escrows: list[Escrow]
    hist: bytes


@dataclass(frozen=True, slots=True)
class Point:
    """The log as it stood after one entry: what a message that names the entry is judged by."""

    epoch: int
    marked: bool
    members: frozenset[bytes]


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote an entry: the chain position it names, and the offices of the entry's time."""

    uid: bytes
    genesis: bytes
    generation: int
    member: Member | None
    coordinator: bool

    @property
    def full(self) -> bool:
        """Whether it wrote as a member with history."""
        return self.member is not None and self.member.access == FULL
